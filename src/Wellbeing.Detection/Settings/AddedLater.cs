namespace Wellbeing.Detection;

/// <summary>
/// A constant that settings stored before it existed do not hold: left out, it has its initial value, with which the
/// rules compute what they computed then. Every other constant must be given.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddedLaterAttribute : Attribute;
