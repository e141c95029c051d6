using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;

namespace Bot.Api.Schools.Asks;

/// <summary>What was typed for a child and could not be taken.</summary>
public sealed record TypedSurvey(ChildId Child, IReadOnlyList<SurveyAnswer> Answers, IReadOnlyDictionary<int, SurveyFault> Wrong);
