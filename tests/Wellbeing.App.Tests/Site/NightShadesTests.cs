using Wellbeing.App.Site;

namespace Wellbeing.App.Tests.Site;

public sealed class NightShadesTests
{
    /// <summary>Every seventeenth shade of each channel, of those that may be a main colour.</summary>
    private static readonly Shade[] _allowed =
    [
        .. from red in Channel()
        from green in Channel()
        from blue in Channel()
        let shade = new Shade(red, green, blue)
        where BrandColours.IsReadable(shade)
        select shade,
    ];

    private static IEnumerable<byte> Channel() => Enumerable.Range(0, 16).Select(step => (byte)(step * 17));

    [Fact]
    public void Whatever_colour_an_organisation_has_it_can_be_read_on_a_dark_screen()
    {
        Assert.True(_allowed.Length > 500);
        foreach (var shade in _allowed)
        {
            var night = NightShades.Of(shade);
            foreach (var words in new[] { night.Words, night.Strong })
            {
                Assert.True(Shade.Contrast(words, Shade.Night) >= Shade.Readable, $"{shade}: {words} on a card");
                Assert.True(Shade.Contrast(words, night.Tint) >= Shade.Readable, $"{shade}: {words} on {night.Tint}");
            }

            foreach (var fill in new[] { night.Fill, night.FillHover })
                Assert.True(Shade.Contrast(Shade.White, fill) >= Shade.Readable, $"{shade}: white on {fill}");
            Assert.True(Shade.Contrast(night.Fill, Shade.Night) >= Shade.Visible, $"{shade}: {night.Fill}");
        }
    }
}
