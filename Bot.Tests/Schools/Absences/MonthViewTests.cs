using Bot.Api.Console.Schools.Absences;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Schools;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Schools.Absences.AbsenceWorld;

namespace Bot.Tests.Schools.Absences;

public sealed class MonthViewTests
{
    [Test]
    public void Each_day_counts_in_the_class_in_which_the_child_was_on_it()
    {
        var child = new Child(Hana.Child, Primary.Code, "101", new ChildPerson("星野 花", "", Today, ""), false, null);
        var (first, second) = (Room("1組"), Room("2組"));
        DateOnly[] days = [new(2026, 12, 1), new(2026, 12, 2), new(2026, 12, 3), new(2026, 12, 4)];
        var move = days[2];
        Membership[] members =
        [
            new(new Pupil(child, first, 7), new(2026, 4, 1), new(2026, 9, 1)), new(new Pupil(child, first, 9), new(2026, 9, 1), move), new(new Pupil(child, second, 1), move, null),
        ];
        var away = new Absence(Guid.NewGuid(), Primary.Code, child.Id, null, AbsenceKind.Absent, new DaySpan(days[1], days[2]), AbsenceState.Seen, Conversations.Talk.Noon, null);
        var view = MonthView.Of(Primary, days[0], days, members, [away]);
        view.Rows.Select(r => (r.Pupil.Class.Name, r.Pupil.Seat)).ShouldBe([("1組", 9), ("2組", 1)]);
        view.Days.Select(d => view.Sign(view.Rows[0], d)).ShouldBe(["", "欠", "／", "／"]);
        view.Days.Select(d => view.Sign(view.Rows[1], d)).ShouldBe(["／", "／", "欠", ""]);
        view.Rows.Select(r => view.Count(r, AbsenceKind.Absent)).ShouldBe([1, 1]);
    }

    private static SchoolClass Room(string name) => new(new ClassId(NamedGuid.From("month", name)), Primary.Code, new SchoolYear(2026), 3, name);
}
