using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>
/// A sentence that nurses can send back with one tap, in every language of the product. Administrators change it;
/// without a row the product's own words stand.
/// </summary>
public sealed class ReplySentence : IVersioned
{
    /// <summary>At most so many can be offered.</summary>
    public const int Most = 8;

    /// <summary>Longest sentence, in characters.</summary>
    public const int MaximumLength = 200;

    /// <summary>1, 2, 3... in the order offered.</summary>
    public int Number { get; init; }

    /// <summary>By language; all empty where it is not offered.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; set; }
    public DateTime ChangedAtUtc { get; set; }
    public required string ChangedByName { get; set; }
    public int Version { get; set; }

    /// <summary>The product's own, by number from 1. None promises what no function keeps.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Defaults { get; } =
    [
        new Dictionary<string, string>
        {
            ["en-AU"] = "I read this. Thank you for telling us.",
            ["zh-Hans"] = "我看了您写的内容。谢谢您告诉我们。",
            ["ar"] = "قرأت ما كتبته. شكرًا لأنك أخبرتنا.",
            ["vi"] = "Tôi đã đọc điều quý vị viết. Cảm ơn quý vị đã cho chúng tôi biết.",
            ["it"] = "Ho letto quello che ha scritto. Grazie di avercelo detto.",
            ["el"] = "Διάβασα αυτό που γράψατε. Σας ευχαριστώ που μας το είπατε.",
        },
        new Dictionary<string, string>
        {
            ["en-AU"] = "I read this. That sounds hard. You do not have to carry it alone.",
            ["zh-Hans"] = "我看了您写的内容。这一定很不容易。您不必独自承受。",
            ["ar"] = "قرأت ما كتبته. يبدو أن الأمر صعب. لست مضطرًا لأن تحمله وحدك.",
            ["vi"] = "Tôi đã đọc điều quý vị viết. Chuyện này hẳn rất khó khăn. Quý vị không phải chịu một mình.",
            ["it"] = "Ho letto quello che ha scritto. Deve essere difficile. Non deve portarlo da solo o da sola.",
            ["el"] = "Διάβασα αυτό που γράψατε. Φαίνεται δύσκολο. Δεν χρειάζεται να το περνάτε χωρίς βοήθεια.",
        },
        new Dictionary<string, string>
        {
            ["en-AU"] = "I am glad to read this. Thank you for sharing it.",
            ["zh-Hans"] = "看到您写的内容，我很高兴。谢谢您和我们分享。",
            ["ar"] = "سعدت بقراءة ما كتبته. شكرًا لأنك شاركتنا به.",
            ["vi"] = "Tôi rất vui khi đọc điều quý vị viết. Cảm ơn quý vị đã chia sẻ.",
            ["it"] = "Mi fa piacere leggere questo. Grazie di averlo condiviso.",
            ["el"] = "Χάρηκα που το διάβασα. Σας ευχαριστώ που το μοιραστήκατε.",
        },
        new Dictionary<string, string>
        {
            ["en-AU"] = "I read this. If you would like to talk, check in and ask us to call, at any time.",
            ["zh-Hans"] = "我看了您写的内容。如果您想聊聊，随时可以记录近况并请我们给您打电话。",
            ["ar"] = "قرأت ما كتبته. إذا أردت التحدث، فسجّل حالتك واطلب منا الاتصال في أي وقت.",
            ["vi"] =
                "Tôi đã đọc điều quý vị viết. Nếu muốn nói chuyện, quý vị hãy chia sẻ và nhờ chúng tôi gọi, bất cứ lúc nào.",
            ["it"] =
                "Ho letto quello che ha scritto. Se desidera parlarne, faccia un aggiornamento e chieda una telefonata, in qualsiasi momento.",
            ["el"] =
                "Διάβασα αυτό που γράψατε. Αν θέλετε να μιλήσουμε, κάντε μια ενημέρωση και ζητήστε να σας καλέσουμε, όποτε θέλετε.",
        },
    ];
}
