namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>rules.json</c>.</summary>
internal static class RulesFile
{
    public static RulesRow Read(string folder, FaultList faults)
    {
        var file = Path.Combine(folder, "rules.json");
        if (JsonAt.Read(file, faults) is not { } json)
        {
            // never seen outside: the missing file is a fault
            return new RulesRow
            {
                MaxItemsPerRequest = 1,
                EarliestWorkingDays = 1,
                LatestWeeks = 1,
                ChangeCutOff = new CutOff(0, default),
                ReminderAt = default,
                PutOutBy = default,
                CollectsOnNationalHolidays = false,
            };
        }

        var section = new JsonSection(file, json, faults);
        var rules = new RulesRow
        {
            MaxItemsPerRequest = section.Number("maxItemsPerRequest", 1, 50),
            EarliestWorkingDays = section.Number("earliestWorkingDays", 1, 30),
            LatestWeeks = section.Number("latestWeeks", 1, 26),
            ChangeCutOff = section.CutOff("changeCutOff"),
            ReminderAt = section.Time("reminderAt"),
            PutOutBy = section.Time("putOutBy"),
            CollectsOnNationalHolidays = section.Switch("collectsOnNationalHolidays"),
        };
        if (rules.ChangeCutOff.WorkingDaysBefore >= rules.EarliestWorkingDays)
        {
            section.Fault("changeCutOff", "一番早い収集日（earliestWorkingDays）より前に締め切りが来ます。日数を小さくしてください。");
        }

        section.End();
        return rules;
    }
}
