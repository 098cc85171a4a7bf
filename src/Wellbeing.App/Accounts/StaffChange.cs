namespace Wellbeing.App.Accounts;

public enum StaffChange
{
    Done,
    NotFound,

    /// <summary>Somebody has an account with this address.</summary>
    AddressTaken,

    /// <summary>Nobody takes rights from themselves: somebody must be left who can give them back.</summary>
    NotYourself,
}
