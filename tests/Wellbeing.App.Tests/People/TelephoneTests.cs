using Wellbeing.App.People;

namespace Wellbeing.App.Tests.People;

public sealed class TelephoneTests
{
    [Theory]
    [InlineData("0412345678", "0412 345 678")]
    [InlineData(" 0412-345-678 ", "0412 345 678")]
    [InlineData("+61 412 345 678", "0412 345 678")]
    [InlineData("(02) 9876 5432", "(02) 9876 5432")]
    [InlineData("131114", "13 11 14")]
    [InlineData("1300 364 277", "1300 364 277")]
    [InlineData("٠٤١٢٣٤٥٦٧٨", "0412 345 678")]
    [InlineData("+84 912 345 678", "+84 912 345 678")]
    [InlineData("0011 30 21 0123 4567", "+30 21 0123 4567")]
    [InlineData("0400 000 001", "0400 000 001")]
    public void A_number_is_kept_as_one_dials_it_from_Australia(string typed, string kept)
    {
        Assert.Equal(kept, Telephone.Read(typed));
        Assert.Equal(kept, Telephone.Read(kept));
        Assert.True(Telephone.CanBe(typed));
    }

    [Theory]
    [InlineData("0412 345 67")]
    [InlineData("9876 5432")] // Of which town?
    [InlineData("000")]
    [InlineData("+999 1234567")]
    [InlineData("ask my daughter")]
    [InlineData("04123456789012345678")]
    public void What_cannot_be_one_is_not_kept(string typed)
    {
        Assert.Null(Telephone.Read(typed));
        Assert.False(Telephone.CanBe(typed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Nothing_is_no_number_and_no_mistake(string? typed)
    {
        Assert.Null(Telephone.Read(typed));
        Assert.True(Telephone.CanBe(typed));
    }
}
