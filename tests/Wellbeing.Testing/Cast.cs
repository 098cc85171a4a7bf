using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Escalation;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.Detection;

namespace Wellbeing.Testing;

/// <summary>A participant of a test.</summary>
/// <param name="Actor">They themselves.</param>
public sealed record Person(Guid Id, string Name, string Email, Actor Actor)
{
    /// <summary>A check-in of theirs, everyday unless said otherwise.</summary>
    public SubmitCheckIn CheckIn(
        int? intensity = 2,
        int? functioning = 2,
        PerceivedChange? change = null,
        bool contactMe = false,
        string? words = null,
        Guid? submissionId = null,
        IReadOnlyDictionary<Emotion, int?>? emotions = null
    ) =>
        new(
            Actor,
            submissionId ?? Guid.CreateVersion7(),
            new Answers(intensity, functioning, change, emotions ?? new Dictionary<Emotion, int?>(), words, contactMe)
        );
}

/// <summary>A member of staff of a test.</summary>
public sealed record StaffMember(Guid Id, string Name, string Email, Actor Actor);

/// <summary>
/// The people every test knows: Ana (patient), Omar (her brother, for himself), nurses Priya (on call for the first
/// year) and Tom (for the second, and so the next on the rota), administrator Ruth.
/// </summary>
public sealed class Cast
{
    /// <summary>Everybody's.</summary>
    public const string Password = "Correct-Horse-9";

    /// <summary>Of every member of staff's authenticator app.</summary>
    public const string AuthenticatorKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    // Once for all: hashing is slow on purpose.
    private static readonly string _passwordHash = new PasswordHasher<Account>().HashPassword(new Account(), Password);
    private readonly ITestApp _app;

    private Cast(ITestApp app) => _app = app;

    public Person Ana { get; private set; } = null!;
    public Person Omar { get; private set; } = null!;
    public StaffMember Priya { get; private set; } = null!;
    public StaffMember Tom { get; private set; } = null!;
    public StaffMember Ruth { get; private set; } = null!;

    public static async Task<Cast> Create(ITestApp app)
    {
        var cast = new Cast(app);
        cast.Priya = await cast.AddStaff("Priya Nair", "priya@team.example", Roles.Nurse);
        cast.Tom = await cast.AddStaff("Tom Walker", "tom@team.example", Roles.Nurse);
        cast.Ruth = await cast.AddStaff("Ruth Cohen", "ruth@team.example", Roles.Administrator);
        cast.Ana = await cast.AddPatient("Ana", "ana@home.example");
        cast.Omar = await cast.AddFamilyMember("Omar", "omar@home.example");
        await cast.OnCall(cast.Priya, app.Now.AddDays(-1), app.Now.AddYears(1));
        await cast.OnCall(cast.Tom, app.Now.AddYears(1), app.Now.AddYears(2));
        return cast;
    }

    /// <summary>The same people, in a copy of their database.</summary>
    public Cast In(ITestApp app) =>
        new(app)
        {
            Ana = Ana,
            Omar = Omar,
            Priya = Priya,
            Tom = Tom,
            Ruth = Ruth,
        };

    public Task<Person> AddPatient(
        string name,
        string email,
        string zone = "Australia/Hobart",
        CheckInSchedule? schedule = null
    ) => Add(ParticipantKind.Patient, name, email, zone, schedule);

    public Task<Person> AddFamilyMember(
        string name,
        string email,
        string zone = "Australia/Hobart",
        CheckInSchedule? schedule = null
    ) => Add(ParticipantKind.FamilyMember, name, email, zone, schedule);

    /// <summary>A contact who has said yes. The mail that asked them is taken out of the mailbox.</summary>
    public async Task<Guid> AddConfirmedContact(
        Person person,
        string name,
        string email,
        Severity consentFrom = Severity.Soon,
        ContactScope scope = ContactScope.Call
    )
    {
        var id = await _app.Send(
            new NominateContact(person.Actor, name, email, null, "sister", consentFrom, Scope: scope)
        );
        await _app.Db(async db =>
        {
            var contact = await db.SupportContacts.SingleAsync(c => c.Id == id);
            contact.Confirm(_app.Now);
            await db.SaveChangesAsync();
        });
        await _app.Db(db => db.Messages.Where(n => n.SupportContactId == id).ExecuteDeleteAsync());
        return id;
    }

    public Task OnCall(StaffMember nurse, DateTime from, DateTime to) =>
        _app.Db(async db =>
        {
            db.OnCallShifts.Add(
                new OnCallShift
                {
                    Id = Guid.CreateVersion7(),
                    AccountId = nurse.Id,
                    StartsAtUtc = from,
                    EndsAtUtc = to,
                    CreatedAtUtc = from,
                }
            );
            await db.SaveChangesAsync();
        });

    public Task NobodyOnCall() => _app.Db(db => db.OnCallShifts.ExecuteDeleteAsync());

    public async Task<StaffMember> AddStaff(string name, string email, Roles role)
    {
        var id = await AddAccount(name, email, role);
        return new StaffMember(id, name, email, new Actor(id, name, role));
    }

    private async Task<Person> Add(
        ParticipantKind kind,
        string name,
        string email,
        string zone,
        CheckInSchedule? schedule
    )
    {
        var account = await AddAccount(name, email, Roles.Participant);
        var id = await _app.Send(
            new RegisterParticipant(
                Actor.System,
                kind,
                name,
                email,
                "0400 000 001",
                "en",
                false,
                zone,
                schedule ?? CheckInSchedule.Default,
                account
            )
        );
        return new Person(id, name, email, new Actor(account, name, Roles.Participant, id));
    }

    private Task<Guid> AddAccount(string name, string email, Roles role) =>
        _app.Db(async db =>
        {
            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = email,
                NormalizedUserName = email.ToUpperInvariant(),
                Email = email,
                NormalizedEmail = email.ToUpperInvariant(),
                EmailConfirmed = true,
                DisplayName = name,
                PasswordHash = _passwordHash,
                SecurityStamp = "test",
                LockoutEnabled = true,
                TwoFactorEnabled = role != Roles.Participant,
            };
            db.Users.Add(account);
            if (account.TwoFactorEnabled)
                db.UserTokens.Add(
                    new IdentityUserToken<Guid>
                    {
                        UserId = account.Id,
                        LoginProvider = "[AspNetUserStore]",
                        Name = "AuthenticatorKey",
                        Value = AuthenticatorKey,
                    }
                );
            var roleName = role.ToString();
            db.UserRoles.Add(
                new IdentityUserRole<Guid>
                {
                    UserId = account.Id,
                    RoleId = (await db.Roles.SingleAsync(r => r.Name == roleName)).Id,
                }
            );
            await db.SaveChangesAsync();
            return account.Id;
        });
}
