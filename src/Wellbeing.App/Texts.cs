namespace Wellbeing.App;

// Here and not beside their users: a marker's namespace is part of the name its resource is looked up by.

/// <summary>Words of the mails, by key, in <c>Resources/MailText.*.resx</c>.</summary>
public sealed class MailText;

/// <summary>Words of explanations, by key, in <c>Resources/FindingText.*.resx</c>.</summary>
public sealed class FindingText;
