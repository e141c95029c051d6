using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A question answered by a place on the map. May be promised for later.</summary>
public sealed record PlaceQuestion(QuestionId Id, string Key, bool MayComeLater = false) : Question(Id, Key)
{
    public override bool TakesPlace => true;

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"), Ways.Options(MayComeLater, Optional)) { TakesPlace = true };

    public override Reading Read(Input input, Asking at) => input is Input.SentPlace(var point, var label)
        ? new Reading.Understood(new Answer.Place(point, label))
        : Ways.Read(input, at, MayComeLater, Optional) ?? new Reading.Puzzled(Words.Of("hint.place"));

    public override Words Show(Answer answer, Asking at) =>
        answer is Answer.Place(_, { Length: > 0 } label) ? new Words.Plain(label) : Ways.Show(answer) ?? Words.Of("review.place");

    public override bool Fits(Answer answer) => answer is Answer.Place || Ways.Fits(answer, MayComeLater, Optional);
}

/// <summary>A question answered by pictures. May be promised for later.</summary>
public sealed record PhotoQuestion(QuestionId Id, string Key, bool MayComeLater = false) : Question(Id, Key)
{
    /// <summary>Takes pictures wherever the form stands, and keeps them on whatever way it ends.</summary>
    public bool TakesAnytime { get; init; }

    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"), Ways.Options(MayComeLater, Optional)) { TakesPhoto = true };

    public override Reading Read(Input input, Asking at) => input is Input.SentPhoto(var content)
        ? new Reading.Understood(new Answer.Photos([content]))
        : Ways.Read(input, at, MayComeLater, Optional) ?? new Reading.Puzzled(Words.Of("hint.photo"));

    public override Words Show(Answer answer, Asking at) => answer is Answer.Photos(var photos)
        ? Words.Of("review.photos", ("number", Words.Number(photos.Count)))
        : Ways.Show(answer) ?? Words.Of("review.skipped");

    public override bool Fits(Answer answer) => answer is Answer.Photos || Ways.Fits(answer, MayComeLater, Optional);
}

/// <summary>The two ways round a photo or a place: later, or not at all.</summary>
file static class Ways
{
    public static Items<Button.Pick> Options(bool later, bool optional)
    {
        Button.Pick[] both = [new("later", Words.Of("button.send-later")), new("skip", Words.Of("button.skip"))];
        return [.. both.Where(o => o.Key == "later" ? later : optional)];
    }

    public static Reading? Read(Input input, Asking at, bool later, bool optional) =>
        OptionsQuestion.Pick(input, Options(later, optional), at)?.Key switch
        {
            "later" => new Reading.Understood(new Answer.Later()),
            "skip" => new Reading.Understood(new Answer.Skipped()),
            _ when optional && input is Input.Said(var text) && at.Words.Hears("skip", text) => new Reading.Understood(new Answer.Skipped()),
            _ => null,
        };

    public static Words? Show(Answer answer) => answer switch
    {
        Answer.Later => Words.Of("review.later"),
        Answer.Skipped => Words.Of("review.skipped"),
        _ => null,
    };

    public static bool Fits(Answer answer, bool later, bool optional) => answer is Answer.Later && later || answer is Answer.Skipped && optional;
}
