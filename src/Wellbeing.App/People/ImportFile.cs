using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FluentValidation;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;

namespace Wellbeing.App.People;

/// <summary>What stands in a line of the file, once understood.</summary>
internal sealed record ImportLine(
    int Line,
    string Name,
    string Email,
    ParticipantKind Kind,
    string Language,
    string TimeZone,
    string? Cohort,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    HowToAddress Address
);

/// <summary>Reads a table of people: says of every field that is wrong where it stands and what was expected.</summary>
internal static class ImportFile
{
    public const int MostBytes = 512 * 1024;
    public const int MostLines = 1_000;

    /// <summary>Errors beyond these say nothing new.</summary>
    public const int MostErrors = 100;

    private static readonly string[] _needed = ["name", "email"];
    private static readonly string[] _known =
    [
        "name",
        "email",
        "kind",
        "language",
        "time_zone",
        "cohort",
        "phone",
        "best_time",
        "leave_message",
        "interpreter",
        "preferred_name",
        "pronouns",
        "spoken_language",
    ];
    private static readonly EmailRule _email = new();

    public static (IReadOnlyList<ImportLine> Lines, IReadOnlyList<ImportError> Errors) Read(
        byte[] file,
        string teamZone,
        IReadOnlySet<string> cohorts
    )
    {
        if (file.Length == 0)
            return ([], [new(0, "", "", "The file is empty. Download the template and fill it in.")]);
        if (file.Length > MostBytes)
            return ([], [new(0, "", "", $"The file is larger than {MostBytes / 1024} KB. Import it in parts.")]);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return (
                [],
                [
                    new(
                        0,
                        "",
                        "",
                        "The file is not in UTF-8. In Excel choose “CSV UTF-8 (comma delimited)” when you save it."
                    ),
                ]
            );
        }

        if (text.Contains('\0'))
            return ([], [new(0, "", "", "This is not a CSV file. Save the table as CSV, not as a workbook.")]);

        List<ImportLine> lines = [];
        List<ImportError> errors = [];
        using var csv = new CsvReader(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
                PrepareHeaderForMatch = header => Column(header.Header),
                IgnoreBlankLines = true,
                MissingFieldFound = null,
                BadDataFound = bad =>
                    errors.Add(
                        new(
                            bad.Context.Parser!.RawRow,
                            "",
                            Shown(bad.Field),
                            "Quotation marks that do not match. Put the whole field into quotation marks, and double those inside it."
                        )
                    ),
            }
        );
        if (!csv.Read() || !csv.ReadHeader())
            return ([], [new(1, "", "", $"The first line names the columns: {string.Join(", ", _known)}.")]);
        var columns = csv.HeaderRecord!.Select(Column).ToList();
        foreach (var column in _needed.Except(columns))
            errors.Add(new(1, column, "", $"The column “{column}” is missing. The first line names the columns."));
        foreach (var column in columns.Except(_known))
            errors.Add(
                new(
                    1,
                    Shown(column),
                    "",
                    "This column is not known. Take it out: nothing is kept about anybody that they have not agreed to."
                )
            );
        foreach (var twice in columns.GroupBy(c => c).Where(g => g.Count() > 1))
            errors.Add(new(1, Shown(twice.Key), "", "This column stands there twice. Take one of them out."));
        if (errors.Count > 0)
            return ([], errors);

        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        while (csv.Read() && errors.Count < MostErrors)
        {
            var line = csv.Parser.RawRow;
            if (csv.Parser.Record!.All(string.IsNullOrWhiteSpace))
                continue;
            if (csv.Parser.Record!.Length > columns.Count)
                errors.Add(
                    new(
                        line,
                        "",
                        Shown(csv.Parser.Record![^1]),
                        $"This line has more than {columns.Count} fields. Put fields with a comma into quotation marks."
                    )
                );
            if (lines.Count >= MostLines)
                return ([], [new(line, "", "", $"The file has more than {MostLines:N0} people. Import it in parts.")]);
            string Field(string column) => columns.Contains(column) ? csv.GetField(column)?.Trim() ?? "" : "";
            void Wrong(string column, string expected) => errors.Add(new(line, column, Shown(Field(column)), expected));

            var (name, email) = (Field("name"), Field("email"));
            if (name.Length is 0 or > Participant.MaximumNameLength)
                Wrong("name", $"A name of at most {Participant.MaximumNameLength} characters.");
            else if (Formula(name) || name.Any(char.IsControl))
                Wrong("name", "A name that does not begin with = + - or @: a spreadsheet would take it for a formula.");
            if (!_email.Validate(email).IsValid)
                Wrong("email", "An email address, like name@example.org.");
            else if (!seen.TryAdd(email, line))
                Wrong("email", $"An address once. It stands in line {seen[email]} already.");
            var kind = Kind(Field("kind"));
            if (kind is null)
                Wrong("kind", "patient or family.");
            var language = Field("language") is { Length: > 0 } named ? Named(named) : Language.English;
            if (language is null)
                Wrong("language", $"One of: {string.Join(", ", Language.All.Select(l => l.Tag.Split('-')[0]))}.");
            var zone = Field("time_zone") is { Length: > 0 } given ? given : teamZone;
            if (!TimeZones.IsKnown(zone))
                Wrong("time_zone", "A time zone, like Australia/Sydney.");
            var cohort = Field("cohort") is { Length: > 0 } group ? group : null;
            if (cohort is not null && !cohorts.Contains(cohort))
                Wrong("cohort", "The name of a cohort there is, or nothing.");
            if (!Telephone.CanBe(Field("phone")))
                Wrong("phone", "A telephone number with its area code, like 0412 345 678, or nothing.");
            var best = Enum.GetValues<TimeToCall>()
                .Cast<TimeToCall?>()
                .FirstOrDefault(time =>
                    time.ToString()!.Equals(Field("best_time"), StringComparison.OrdinalIgnoreCase)
                );
            if (best is null && Field("best_time").Length > 0)
                Wrong("best_time", "any, morning, afternoon or evening, or nothing.");
            var message = Field("leave_message").Length == 0 ? null : YesNo(Field("leave_message"));
            if (message is null && Field("leave_message").Length > 0)
                Wrong("leave_message", "yes or no, or nothing.");
            var interpreter = YesNo(Field("interpreter"));
            if (interpreter is null)
                Wrong("interpreter", "yes or no.");
            var (called, pronouns) = (Field("preferred_name"), Field("pronouns"));
            if (!HowToAddress.CanBeName(called) || Formula(called))
                Wrong(
                    "preferred_name",
                    $"What they want to be called, at most {Participant.MaximumNameLength} characters, or nothing."
                );
            if (!HowToAddress.CanBePronouns(pronouns) || Formula(pronouns))
                Wrong(
                    "pronouns",
                    $"Like she/her, at most {HowToAddress.MaximumPronounsLength} characters, or nothing."
                );
            var spoken = SpokenLanguage.Named(Field("spoken_language"));
            if (spoken is null && Field("spoken_language").Length > 0)
                Wrong("spoken_language", "A language like Punjabi or Cantonese, by its English name, or nothing.");
            if (kind is { } k && language is { } l)
            {
                lines.Add(
                    new(
                        line,
                        name,
                        email,
                        k,
                        l == Language.English ? "en" : l.Tag,
                        zone,
                        cohort,
                        Telephone.Read(Field("phone")),
                        best,
                        message,
                        interpreter ?? false,
                        new HowToAddress(called, pronouns, spoken?.Tag).Clean()
                    )
                );
            }
        }

        if (lines.Count == 0 && errors.Count == 0)
            errors.Add(new(2, "", "", "There is nobody below the first line."));
        return (lines, errors);
    }

    private static bool Formula(string field) => field.Length > 0 && field[0] is ('=' or '+' or '-' or '@');

    /// <summary>As an error repeats it: short, in one line.</summary>
    private static string Shown(string? field)
    {
        var plain = new string([.. (field ?? "").Where(c => !char.IsControl(c))]);
        return plain.Length > 60 ? plain[..60] + "…" : plain;
    }

    private static string Column(string? header) =>
        (header ?? "").Trim().ToLowerInvariant().Replace(' ', '_').Replace("e-mail", "email", StringComparison.Ordinal);

    private static ParticipantKind? Kind(string field) =>
        field.ToUpperInvariant() switch
        {
            "" or "PATIENT" => ParticipantKind.Patient,
            "FAMILY" or "FAMILY MEMBER" or "FAMILYMEMBER" => ParticipantKind.FamilyMember,
            _ => null,
        };

    private static bool? YesNo(string field) =>
        field.ToUpperInvariant() switch
        {
            "YES" or "Y" => true,
            "" or "NO" or "N" => false,
            _ => null,
        };

    private static Language? Named(string field) =>
        Language.Find(field)
        ?? Language.All.FirstOrDefault(l =>
            l.EnglishName.Equals(field, StringComparison.OrdinalIgnoreCase)
            || l.OwnName.Equals(field, StringComparison.OrdinalIgnoreCase)
        );

    private sealed class EmailRule : AbstractValidator<string>
    {
        public EmailRule() =>
            RuleFor(email => email)
                .NotEmpty()
                .EmailAddress()
                .MaximumLength(254)
                .Must(email =>
                    email.Length > 0
                    && (char.IsAsciiLetterOrDigit(email[0]) || char.IsLetter(email[0]))
                    && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or ',' or ';')
                );
    }
}
