namespace Wellbeing.App.Wording;

/// <summary>
/// A language that somebody likes to speak, and that an interpreter is booked by. Many more than the pages are written
/// in: those that are spoken most in Australia, and those whose speakers most often need an interpreter.
/// </summary>
/// <param name="Tag">BCP 47, as stored.</param>
/// <param name="EnglishName">As staff and interpreters' services call it.</param>
/// <param name="OwnName">As its speakers call it, in their own script.</param>
public sealed record SpokenLanguage(string Tag, string EnglishName, string OwnName)
{
    /// <summary>All of them, by their English names.</summary>
    public static IReadOnlyList<SpokenLanguage> All { get; } =
    [
        new("sq", "Albanian", "Shqip"),
        new("am", "Amharic", "አማርኛ"),
        new("ar", "Arabic", "العربية"),
        new("hy", "Armenian", "Հայերեն"),
        new("aii", "Assyrian", "ܣܘܪܬ"),
        new("asf", "Auslan (Australian Sign Language)", "Auslan"),
        new("bn", "Bengali", "বাংলা"),
        new("bs", "Bosnian", "Bosanski"),
        new("my", "Burmese", "မြန်မာ"),
        new("yue", "Cantonese", "廣東話"),
        new("hr", "Croatian", "Hrvatski"),
        new("prs", "Dari", "دری"),
        new("din", "Dinka", "Thuɔŋjäŋ"),
        new("nl", "Dutch", "Nederlands"),
        new("en", "English", "English"),
        new("fj", "Fijian", "Na Vosa Vakaviti"),
        new("fil", "Filipino (Tagalog)", "Filipino"),
        new("fr", "French", "Français"),
        new("de", "German", "Deutsch"),
        new("el", "Greek", "Ελληνικά"),
        new("gu", "Gujarati", "ગુજરાતી"),
        new("haz", "Hazaragi", "هزارگی"),
        new("he", "Hebrew", "עברית"),
        new("hi", "Hindi", "हिन्दी"),
        new("hmn", "Hmong", "Hmoob"),
        new("nan", "Hokkien", "福建話"),
        new("hu", "Hungarian", "Magyar"),
        new("id", "Indonesian", "Bahasa Indonesia"),
        new("it", "Italian", "Italiano"),
        new("ja", "Japanese", "日本語"),
        new("kn", "Kannada", "ಕನ್ನಡ"),
        new("kar", "Karen", "ကညီ"),
        new("km", "Khmer", "ខ្មែរ"),
        new("ko", "Korean", "한국어"),
        new("rop", "Kriol", "Kriol"),
        new("ku", "Kurdish", "Kurdî"),
        new("lo", "Lao", "ລາວ"),
        new("mk", "Macedonian", "Македонски"),
        new("ms", "Malay", "Bahasa Melayu"),
        new("ml", "Malayalam", "മലയാളം"),
        new("mt", "Maltese", "Malti"),
        new("cmn", "Mandarin", "普通话"),
        new("mr", "Marathi", "मराठी"),
        new("ne", "Nepali", "नेपाली"),
        new("om", "Oromo", "Afaan Oromoo"),
        new("ps", "Pashto", "پښتو"),
        new("fa", "Persian (Farsi)", "فارسی"),
        new("pl", "Polish", "Polski"),
        new("pt", "Portuguese", "Português"),
        new("pa", "Punjabi", "ਪੰਜਾਬੀ"),
        new("rhg", "Rohingya", "Ruáingga"),
        new("ro", "Romanian", "Română"),
        new("ru", "Russian", "Русский"),
        new("sm", "Samoan", "Gagana Samoa"),
        new("sr", "Serbian", "Српски"),
        new("si", "Sinhala", "සිංහල"),
        new("sk", "Slovak", "Slovenčina"),
        new("so", "Somali", "Soomaali"),
        new("es", "Spanish", "Español"),
        new("sw", "Swahili", "Kiswahili"),
        new("ta", "Tamil", "தமிழ்"),
        new("te", "Telugu", "తెలుగు"),
        new("tet", "Tetum", "Tetun"),
        new("th", "Thai", "ไทย"),
        new("bo", "Tibetan", "བོད་སྐད་"),
        new("ti", "Tigrinya", "ትግርኛ"),
        new("to", "Tongan", "Lea fakatonga"),
        new("tcs", "Torres Strait Creole (Yumplatok)", "Yumplatok"),
        new("tr", "Turkish", "Türkçe"),
        new("uk", "Ukrainian", "Українська"),
        new("ur", "Urdu", "اردو"),
        new("vi", "Vietnamese", "Tiếng Việt"),
        new("zu", "Zulu", "isiZulu"),
    ];

    /// <summary>For its speakers and for who helps them: "ਪੰਜਾਬੀ – Punjabi".</summary>
    public string Shown => OwnName == EnglishName ? EnglishName : $"{OwnName} – {EnglishName}";

    /// <summary>The language of this tag; null when it is not in the list.</summary>
    public static SpokenLanguage? Find(string? tag) =>
        All.FirstOrDefault(l => l.Tag.Equals(tag?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>What somebody who reads pages in this language most likely speaks. Those who read simplified characters
    /// speak Mandarin far more often than another Chinese language.</summary>
    public static SpokenLanguage? ReadAs(string? tag) => Find(tag == "zh-Hans" ? "cmn" : tag);

    /// <summary>By tag or by either name, "Tagalog" of "Filipino (Tagalog)" included: as people write it into a
    /// table.</summary>
    public static SpokenLanguage? Named(string? written)
    {
        if (string.IsNullOrWhiteSpace(written))
            return null;
        var name = written.Trim();
        return Find(name)
            ?? All.FirstOrDefault(l =>
                l.OwnName.Equals(name, StringComparison.OrdinalIgnoreCase)
                || l.EnglishName.Equals(name, StringComparison.OrdinalIgnoreCase)
                || l.EnglishName.Split(" (")
                    .Any(part => part.TrimEnd(')').Equals(name, StringComparison.OrdinalIgnoreCase))
            );
    }
}
