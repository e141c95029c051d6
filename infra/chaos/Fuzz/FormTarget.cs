using Bot.Api.Forms;
using Bot.Api.Letters;
using Bot.Chaos.Simulation;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Payments;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Bot.Chaos.Fuzz;

/// <summary>A post to a resident's page: read, understood by the form's own questions, stored as input, taken by the talk that the page belongs to.</summary>
internal sealed class FormTarget(Scene scene)
{
    private static readonly PageSeal Seal = new(new EphemeralDataProtectionProvider());

    public Outcome Try(Dice dice, Action<byte[]>? tell)
    {
        var (was, world) = scene.Talk(dice);
        var form = dice.Among(scene.Town.Talk.Forms.Values.Where(f => f.Questions.Any(q => q.Class == DataClass.Personal)).ToList());
        Items<Question> questions = [.. form.Questions.Where(q => q.Class == DataClass.Personal)];
        var body = FormBodies.Post(dice, [.. questions.Select(q => q.Id)]);
        tell?.Invoke(body);
        Addresses(dice);
        if (Read(body, FormBodies.ContentType(dice)) is not { } posted)
        {
            return Outcome.Refused;
        }

        Storable.Must(LetterEndpoints.Words(posted), "the answer to a letter");
        Checker.Must(Seal.Open(posted.GetValueOrDefault("page"), scene.Town.Profile.Id, "token") is null, "a page that we did not seal is believed");
        _ = Screen.Parse(posted.GetValueOrDefault("language"));
        var asking = new Asking(Answers.None, Facts.None, scene.Town.Talk.Words, was.Speaks, Scene.Now);
        var read = questions.Select(q => new Field(q, posted.GetValueOrDefault(Field.NameOf(q.Id), "")).Read(asking)).ToList();
        read.ForEach(r => _ = r.Field.Error is { } error ? scene.Town.Talk.Words.Say(error, was.Speaks) : null);
        var answers = read.Where(r => r.Answer is not null).Aggregate(Answers.None, (sum, r) => sum.With(r.Field.Question.Id, r.Answer!));
        var began = ((was.Phase as Phase.Filling)?.Draft ?? was.Shelved?.Draft)?.Began ?? new TurnNo(dice.Below(30));
        var page = new Input.Filled(form.Id, began, answers);
        Checker.Must(Equals(InputCodec.Read(InputCodec.Write(page)), page), "what a page was told reads back as something else");
        scene.Take(was, world, page, "page");
        return answers.Count == questions.Count ? Outcome.Answered : Outcome.Kept;
    }

    /// <summary>Parts of addresses that anybody may type.</summary>
    private static void Addresses(Dice dice)
    {
        var part = Hostile.Text(dice);
        _ = TownId.TryParse(part, out _);
        _ = SlipCode.In(part);
        _ = PaymentCodes.IsShaped(part);
        _ = LetterCodes.IsShaped(part);
        _ = Screen.Parse(part);
        _ = Language.Guess(part);
    }

    private static IReadOnlyDictionary<string, string>? Read(byte[] body, string? contentType)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentType = contentType;
        context.Request.ContentLength = body.Length;
        var reading = FormPost.From(context, CancellationToken.None);
        Checker.Must(reading.IsCompleted, "a form in memory is waited for");
        return reading.GetAwaiter().GetResult() switch
        {
            FormPost.Read(var fields) => fields,
            FormPost.Refused { Status: 400 or 413 or 415 } => null,
            var other => throw new Violation($"a form is answered with {other}"),
        };
    }
}
