using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Gaps.Analysis;

namespace Concord.Gaps.Interviews;

internal readonly record struct InterviewId(Guid Value) : IId<InterviewId>
{
    public static InterviewId From(Guid value) => new(value);
}

internal enum InterviewState
{
    Draft,
    SentForSignOff,
    SignedOff,

    /// <summary>Its analysis ended before it was signed off: it never counts, and may still be read by whoever could read it.</summary>
    Withdrawn,
}

/// <summary>Who is interviewed: a person of the record, or somebody outside it with name and address.</summary>
internal sealed record Interviewee(PersonId? Person, string Name = "", string Email = "");

/// <summary>
/// What one person answered to the questions of a role. The interviewer notes it; it counts from the moment the interviewee has signed it off, and is
/// not changed any more.
/// </summary>
internal sealed class Interview : IRecord, IScoped, IHoldsPersonalValues
{
    public static readonly Moves<InterviewState> Allowed = new("An interview", "INTERVIEW-STATE",
        (InterviewState.Draft, InterviewState.SentForSignOff), (InterviewState.SentForSignOff, InterviewState.SignedOff),
        (InterviewState.SentForSignOff, InterviewState.Draft), (InterviewState.Draft, InterviewState.Withdrawn), (InterviewState.SentForSignOff, InterviewState.Withdrawn));

    /// <summary>What was said longer ago says little of how things are.</summary>
    private const int OldestDays = 365;

    private Interview()
    {
    }

    /// <param name="analysis">Reference of the gap analysis it belongs to.</param>
    /// <param name="questions">What is asked, as the library words it on this day.</param>
    public Interview(
        string reference, string analysis, OrganisationUnitId unit, string role, Interviewee interviewee, PersonId interviewer, DateOnly heldOn, DateOnly today, IReadOnlyList<InterviewQuestion> questions)
    {
        if (questions.Count == 0) throw new RuleViolation("INTERVIEW-ROLE", $"There are no questions for the role '{role}'. Choose a role of the list.");
        if (interviewee.Person == interviewer) throw new RuleViolation("INTERVIEW-SELF", "Nobody interviews themselves. Choose another interviewer.");
        if (heldOn > today) throw new RuleViolation("INTERVIEW-DATE", $"{heldOn:yyyy-MM-dd} is still to come. An interview is begun on the day it is held; plan one that is to come as an action.");
        if (heldOn < today.AddDays(-OldestDays))
            throw new RuleViolation("INTERVIEW-DATE", $"{heldOn:yyyy-MM-dd} is more than {OldestDays} days ago, and what was said then says little of today. Ask again, and give the day of that interview.");
        var outsider = "";
        if (interviewee.Person is null)
        {
            outsider = Written.Name(interviewee.Name, "INTERVIEW-WHO", "Choose who is interviewed, or give the name of somebody who is not in the list.");
            if (!interviewee.Email.Contains('@', StringComparison.Ordinal)) throw new RuleViolation("INTERVIEW-EMAIL", $"'{interviewee.Email}' is not an e-mail address.");
        }
        Id = Foundation.Id.New<InterviewId>();
        (Ref, Analysis, UnitId, Role, InterviewerId, HeldOn) = (reference, analysis, unit, role, interviewer, heldOn);
        (IntervieweeId, IntervieweeName, IntervieweeEmail) = interviewee.Person is { } known ? (known, "", "") : ((PersonId?)null, outsider, interviewee.Email.Trim().ToLowerInvariant());
        Salt = RandomNumberGenerator.GetBytes(32);
        Answers = [.. questions.Select((question, i) => new InterviewAnswer(this, i + 1, question))];
    }

    public InterviewId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>Reference of the gap analysis.</summary>
    public string Analysis { get; private set; } = "";

    /// <summary>Word of the library: data_science.</summary>
    public string Role { get; private set; } = "";

    /// <summary>Null: somebody outside the record, whose name and address follow.</summary>
    public PersonId? IntervieweeId { get; private set; }

    public string IntervieweeName { get; private set; } = "";

    public string IntervieweeEmail { get; private set; } = "";

    public byte[] Salt { get; private set; } = [];

    public PersonId InterviewerId { get; private set; }

    public DateOnly HeldOn { get; private set; }

    public InterviewState State { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Why the interviewee sent it back the last time; empty once it was sent again.</summary>
    public string Objection { get; private set; } = "";

    public DateTimeOffset? SignedAt { get; private set; }

    /// <summary>The person who signed in and signed; null where the link was used.</summary>
    public PersonId? SignedBy { get; private set; }

    /// <summary>SHA-256 of <see cref="Canonical"/> at the moment of the sign-off.</summary>
    public string SignedSha256 { get; private set; } = "";

    public List<InterviewAnswer> Answers { get; private set; } = [];

    /// <summary>The same hash of what stands here now.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical())));

    public bool IsIntact => State == InterviewState.SignedOff && SignedSha256 == Sha256;

    /// <summary>Notes what was said to one question. Saying again what already stands there changes nothing, so that a message whose answer was lost may be repeated.</summary>
    /// <returns>The answer, and whether it is another one now.</returns>
    public (InterviewAnswer Answer, bool Changed) Note(NotedAnswer noted, PersonId? by, DateTimeOffset at)
    {
        if (State != InterviewState.Draft)
            throw new RuleViolation("INTERVIEW-NOT-DRAFT", $"{Ref} is {Words.Of(State)}. {(State == InterviewState.SignedOff ? "What was signed off is not changed any more; hold another interview." : State == InterviewState.Withdrawn ? "Its analysis has ended; hold another interview in the next one." : "Take it back first.")}");
        if (by is not null && by == IntervieweeId) throw new RuleViolation("INTERVIEW-OWN", "What you said is noted by somebody else. Write a remark when you are asked to sign it off.");
        var answer = Answers.Find(one => one.Question == noted.Question)
            ?? throw new RuleViolation("INTERVIEW-QUESTION", $"{Ref} does not ask {noted.Question}. It asks {Answers[0].Question} and the others of its role.");
        return (answer, answer.Note(noted, by, at));
    }

    /// <exception cref="FindingsException">Every answer that cannot be signed off as it stands.</exception>
    public void Send(DateOnly today, DateTimeOffset at)
    {
        Allowed.Demand(State, InterviewState.SentForSignOff);
        if (HeldOn > today) throw new RuleViolation("INTERVIEW-DATE", $"{Ref} is to be held on {HeldOn:yyyy-MM-dd}. Send what was said after it was said.");
        if (Answers.TrueForAll(answer => answer.Rating == AnswerRating.NotAsked && answer.Text.Length == 0))
            throw new RuleViolation("INTERVIEW-EMPTY", "Nothing is noted yet. Note at least one answer, then send it.");
        var faults = Answers.SelectMany(answer => answer.WhatIsMissing()).ToList();
        if (faults.Count > 0) throw new FindingsException(faults);
        (State, SentAt, Objection) = (InterviewState.SentForSignOff, at, "");
    }

    /// <summary>The analysis ended before it was signed off.</summary>
    public void Withdraw()
    {
        Allowed.Demand(State, InterviewState.Withdrawn);
        State = InterviewState.Withdrawn;
    }

    public void TakeBack()
    {
        Allowed.Demand(State, InterviewState.Draft);
        (State, SentAt) = (InterviewState.Draft, null);
    }

    /// <summary>
    /// Whether this one may answer to what was noted. Where the interviewee is a person who can sign in here, a link proves nothing about who holds it: they
    /// are signed in themselves. Whoever is signed in as somebody else never signs, with the link or without.
    /// </summary>
    /// <param name="present">Who is signed in; null: nobody, the link alone.</param>
    /// <param name="canSignIn">Whether the interviewee has an account here.</param>
    public void DemandSigner(PersonId? present, bool canSignIn)
    {
        if (present is not null && present == InterviewerId && present != IntervieweeId)
            throw new RuleViolation("INTERVIEW-SIGNER", "You held this interview, so you cannot sign it off: that is for the person who was interviewed. Hand the link to them.");
        if (present is not null && present != IntervieweeId)
            throw new RuleViolation("INTERVIEW-SIGNER", "This link is for the person who was interviewed, and somebody else is signed in here. Sign out first, or hand the link to them.");
        if (present is null && canSignIn)
            throw new RuleViolation("INTERVIEW-SIGN-IN", $"{Ref} is signed off by the person who was interviewed, signed in as themselves. Sign in, and the link leads on.");
    }

    /// <param name="by">The interviewee, signed in; null: by the link.</param>
    public void Sign(PersonId? by, IReadOnlyDictionary<string, string> remarks, DateTimeOffset at)
    {
        Allowed.Demand(State, InterviewState.SignedOff);
        Remark(remarks);
        (State, SignedBy, SignedAt) = (InterviewState.SignedOff, by, at);
        SignedSha256 = Sha256;
    }

    /// <summary>The interviewee did not say that: back to the interviewer.</summary>
    public void Object(string reason, IReadOnlyDictionary<string, string> remarks)
    {
        Allowed.Demand(State, InterviewState.Draft);
        if (Written.SaysNothing(reason)) throw new RuleViolation("INTERVIEW-REASON", "Say what is not right, so that it can be corrected.");
        Remark(remarks);
        (State, SentAt, Objection) = (InterviewState.Draft, null, NotedAnswer.Clean(reason));
    }

    /// <summary>What is signed, as JSON whose order and spelling are fixed. Of people it holds references only, so that it can be checked after a name was erased.</summary>
    public string Canonical()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("form", "concord-interview-1");
            json.WriteString("interview", Ref);
            json.WriteString("analysis", Analysis);
            json.WriteString("role", Role);
            json.WriteString("heldOn", HeldOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("interviewee", IntervieweeId?.Value.ToString("D") ?? "outside");
            json.WriteString("interviewer", InterviewerId.Value.ToString("D"));
            json.WriteStartArray("answers");
            foreach (var answer in Answers.OrderBy(answer => answer.Position)) answer.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private void Remark(IReadOnlyDictionary<string, string> remarks)
    {
        foreach (var (question, remark) in remarks)
        {
            var answer = Answers.Find(one => one.Question == question) ?? throw new RuleViolation("INTERVIEW-QUESTION", $"{Ref} does not ask {question}.");
            answer.Say(remark);
        }
    }
}
