namespace Wellbeing.App.Wording;

/// <summary>
/// The language of a mail, in the addresses that stand in it: whoever reads mails in Arabic need not have a telephone
/// that speaks it, and what they are asked to agree to is asked in the mail's language.
/// </summary>
public static class MailLanguage
{
    /// <summary>Names it in the query of an address.</summary>
    public const string Parameter = "mail";

    /// <param name="path">Without a query.</param>
    /// <returns>The path, with the language of the mail being made.</returns>
    public static string In(string path) => $"{path}?{Parameter}={Language.Current.Tag}";
}
