using System.Globalization;
using System.Text;

namespace Wellbeing.App.Wording;

/// <summary>Names as people are spoken to.</summary>
public static class PersonName
{
    /// <summary>What a greeting calls somebody: what they want to be called, else their first name.</summary>
    public static string Called(string name, string? preferred, Language language) =>
        preferred ?? First(name, language);

    // The family names of nine in ten Vietnamese people. In Australia many write theirs last.
    private static readonly HashSet<string> _vietnameseFamilies = new(
        new[]
        {
            "Nguyễn",
            "Trần",
            "Lê",
            "Phạm",
            "Hoàng",
            "Huỳnh",
            "Phan",
            "Vũ",
            "Võ",
            "Đặng",
            "Bùi",
            "Đỗ",
            "Hồ",
            "Ngô",
            "Dương",
            "Lý",
            "Trịnh",
            "Đinh",
            "Lâm",
            "Mai",
            "Cao",
            "Tạ",
            "Châu",
            "Đoàn",
            "Lương",
        }.SelectMany(name => new[] { name, WithoutMarks(name) }),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// The name somebody is called by: the first of it, in Vietnamese the last, unless that is a family name and the
    /// first is none: "Trần Thị An" and "An Tran" are both An.
    /// </summary>
    public static string First(string name, Language language)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0 ? name
            : language.Tag == "vi"
                ? parts.Length > 1 && _vietnameseFamilies.Contains(parts[^1]) && !_vietnameseFamilies.Contains(parts[0])
                        ? parts[0]
                    : parts[^1]
            : parts[0];
    }

    private static string WithoutMarks(string name) =>
        string.Concat(
            name.Normalize(NormalizationForm.FormD)
                .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                .Select(c => c is 'Đ' ? 'D' : c)
        );
}
