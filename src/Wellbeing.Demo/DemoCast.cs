using Bogus;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.Demo;

/// <summary>Somebody who checks in.</summary>
/// <param name="Number">0 to 59; all chance about the person comes from it.</param>
/// <param name="AskedDaysAgo">How many days before today the last question fell due, 0 to 6: the demo stands still
/// relative to today.</param>
internal sealed record DemoPerson(
    int Number,
    ParticipantKind Kind,
    string Name,
    string Email,
    string Phone,
    string Language,
    bool NeedsInterpreter,
    string Zone,
    Cadence Cadence,
    int AskedDaysAgo,
    TimeOnly At,
    Story Story
)
{
    /// <summary>How they like to be spoken to, where they say it.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;

    /// <summary>The schedule that asks on the right days, counted back from today.</summary>
    public CheckInSchedule Schedule(DateTime nowUtc)
    {
        var asked = TimeZones.LocalDate(nowUtc, Zone).AddDays(-AskedDaysAgo);
        return CheckInSchedule.Default with { Cadence = Cadence, Weekday = asked.DayOfWeek, At = At, Anchor = asked };
    }

    /// <summary>A source of chance that depends on the person and <paramref name="about"/> only, never on what was
    /// drawn before.</summary>
    public Randomizer Chance(int about) => new(unchecked((Number * 7919) + (about * 104729) + 17));
}

internal sealed record DemoStaff(string Name, string Email, Roles Role);

/// <summary>The people of the demo: the same ones every time.</summary>
internal static class DemoCast
{
    public const string PatientEmail = "patient@demo.example";
    public const string FamilyEmail = "family@demo.example";

    private const int Patients = 50;
    private const int People = 60;

    /// <summary>The first is the nurse one can sign in as.</summary>
    public static IReadOnlyList<DemoStaff> Nurses { get; } =
    [
        new("Priya Nair", "nurse@demo.example", Roles.Nurse),
        new("Tom Walker", "tom.walker@team.example", Roles.Nurse),
        new("Ngaire Thompson", "ngaire.thompson@team.example", Roles.Nurse),
        new("Sofia Marino", "sofia.marino@team.example", Roles.Nurse),
    ];

    public static DemoStaff Administrator { get; } = new("Ruth Cohen", "admin@demo.example", Roles.Administrator);

    private static readonly string[] _zones =
    [
        "Australia/Sydney",
        "Australia/Melbourne",
        "Australia/Brisbane",
        "Australia/Sydney",
        "Australia/Melbourne",
        "Australia/Perth",
        "Australia/Adelaide",
        "Australia/Brisbane",
        "Australia/Hobart",
        "Australia/Sydney",
        "Australia/Darwin",
    ];

    // Numbers that no Australian has: reserved for fiction.
    private static readonly string[] _phones =
    [
        "0491 570 006",
        "0491 570 156",
        "0491 570 157",
        "0491 570 158",
        "0491 570 159",
        "0491 570 110",
        "0491 570 313",
        "0491 570 737",
        "0491 571 266",
        "0491 571 491",
        "0491 571 804",
        "0491 572 549",
        "0491 572 665",
        "0491 572 983",
        "0491 573 770",
        "0491 573 087",
        "0491 574 118",
        "0491 574 632",
        "0491 575 254",
        "0491 575 789",
        "0491 576 398",
        "0491 576 801",
        "0491 577 426",
        "0491 577 644",
    ];

    private static readonly Dictionary<int, (string Name, string Language, bool Interpreter)> _otherLanguages = new()
    {
        [4] = ("Mei Lin Zhang", "zh-Hans", true),
        [13] = ("Yusuf Haddad", "ar", true),
        [19] = ("Nguyen Thi Lan", "vi", true),
        [26] = ("Giuseppe Ferraro", "it", false),
        [33] = ("Eleni Papadakis", "el", true),
        [41] = ("Wei Chen", "zh-Hans", false),
        [47] = ("Harpreet Kaur", "en", false),
        [55] = ("Samira Haddad", "ar", false),
    };

    // Some say what to call them, and some speak another language than their pages have.
    private static readonly Dictionary<int, HowToAddress> _addressed = new()
    {
        [4] = new("May", "she/her", "cmn"),
        [26] = new("Joe", "he/him"),
        [33] = new("Helen", "she/her"),
        [41] = new(null, "he/him", "yue"),
        [47] = new(SpokenLanguage: "pa"),
    };

    /// <summary>A drawn surname, as its bearer writes it.</summary>
    public static string LastName(Faker names)
    {
        var name = names.Name.LastName();
        return name.StartsWith("O'", StringComparison.Ordinal)
            ? $"O’{char.ToUpperInvariant(name[2])}{name[3..]}"
            : name;
    }

    /// <summary>50 patients, then 10 family members; the first of each is the one a newcomer signs in as.</summary>
    public static IReadOnlyList<DemoPerson> Make()
    {
        var names = new Faker("en_AU") { Random = new Randomizer(1866) };
        var stories = DemoStories.Deal();
        var taken = new HashSet<string>();
        return [.. Enumerable.Range(0, People).Select(Person)];

        DemoPerson Person(int number)
        {
            var chance = new Randomizer(5000 + number);
            var story = stories[number];
            var drawn = $"{names.Name.FirstName()} {LastName(names)}"; // Drawn for everybody: a change to one moves nobody else.
            var (name, language, interpreter) = _otherLanguages.GetValueOrDefault(number, (drawn, "en", false));
            var email = number switch
            {
                0 => PatientEmail,
                Patients => FamilyEmail,
                _ => Address(name),
            };
            var cadence =
                story.Ending?.Cadence
                ?? number switch
                {
                    12 => Cadence.Daily,
                    16 or 23 or 30 or 44 or 52 => Cadence.Fortnightly,
                    21 or 35 or 48 or 57 => Cadence.Monthly,
                    _ => Cadence.Weekly,
                };
            var at = new TimeOnly(
                chance.ArrayElement([9, 10, 10, 11, 14, 17, 18, 19]),
                chance.ArrayElement([0, 0, 30])
            );
            return new DemoPerson(
                number,
                number < Patients ? ParticipantKind.Patient : ParticipantKind.FamilyMember,
                name,
                email,
                _phones[number % _phones.Length],
                language,
                interpreter,
                number == 28 ? "Pacific/Auckland" : chance.ArrayElement(_zones),
                cadence,
                cadence == Cadence.Daily ? 0 : story.Ending?.AskedDaysAgo ?? chance.Int(0, 6),
                at,
                story
            )
            {
                Address = _addressed.GetValueOrDefault(number, HowToAddress.NotSaid),
            };
        }

        string Address(string name)
        {
            var local = string.Join(
                '.',
                name.ToLowerInvariant().Split(' ').Select(part => string.Concat(part.Where(char.IsAsciiLetter)))
            );
            var address = $"{local}@home.example";
            for (var more = 2; !taken.Add(address); more++)
                address = $"{local}{more}@home.example";
            return address;
        }
    }
}
