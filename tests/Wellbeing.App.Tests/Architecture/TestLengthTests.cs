using System.Text.RegularExpressions;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>A long story is told in steps with names, so that a failure says which of them it was.</summary>
public sealed partial class TestLengthTests
{
    private const int Longest = 80;

    // They were longer before that was asked. None joins them, and whichever is told in steps leaves this list.
    private static readonly string[] _longer =
    [
        "Wellbeing.Browser.Tests/AdministratorTests.cs: A_colleague_is_invited_sets_up_a_second_factor_publishes_what_the_first_drafted_and_is_disabled",
        "Wellbeing.Browser.Tests/AdministratorTests.cs: A_team_is_set_up_and_a_changed_role_ends_a_session",
        "Wellbeing.Browser.Tests/AdministratorTests.cs: People_are_imported_a_program_gets_a_key_and_the_log_tells_who_did_it",
        "Wellbeing.Browser.Tests/CohortTests.cs: Whoever_joins_a_cohort_is_asked_as_often_as_it_says_on_that_day",
        "Wellbeing.Browser.Tests/FirstDayTests.cs: From_an_empty_server_to_the_first_flag_closed",
        "Wellbeing.Browser.Tests/PersonTests.cs: A_referral_letter_names_the_person_and_it_and_the_hand_over_are_printed_without_what_is_only_for_the_screen",
        "Wellbeing.Browser.Tests/PersonTests.cs: The_chart_draws_what_its_table_says_of_the_time_that_is_chosen",
        "Wellbeing.Browser.Tests/QuestionsTests.cs: An_administrator_adds_questions_somebody_answers_them_on_a_phone_and_a_nurse_reads_the_answers",
        "Wellbeing.Browser.Tests/StoryTests.cs: A_patient_asks_for_contact_without_JavaScript_and_a_nurse_answers_until_it_is_resolved",
        "Wellbeing.Resilience.Tests/FailpointTests.cs: Killed_at_the_commit_of_each_transaction_it_has_done_nothing_or_all_of_it_and_goes_on",
        "Wellbeing.Resilience.Tests/OperatorTests.cs: R10_a_backup_made_under_load_is_whole_and_sends_nothing_before_it_is_released",
        "Wellbeing.Resilience.Tests/R2SmtpTests.cs: Every_message_arrives_under_one_id_and_twice_only_where_nobody_could_know",
        "Wellbeing.Web.Tests/AccountTests.cs: An_invited_colleague_chooses_a_password_and_sets_up_a_second_factor_before_seeing_anything",
        "Wellbeing.Web.Tests/AdministrationTests.cs: Numbers_change_on_pages_in_mails_and_on_kept_pages_and_can_never_be_emptied",
        "Wellbeing.Web.Tests/Api/ApiKeyTests.cs: A_key_does_what_its_scopes_say_and_nothing_else",
        "Wellbeing.Web.Tests/Api/FlagTests.cs: A_flag_is_put_off_given_and_raised_as_on_the_pages_and_what_is_sent_twice_is_done_once",
        "Wellbeing.Web.Tests/Api/InvitationTests.cs: A_program_invites_somebody_with_all_that_is_known_and_once_however_often_it_asks",
        "Wellbeing.Web.Tests/Api/WholeWayTests.cs: A_check_in_opens_a_flag_that_one_nurse_takes_in_hand_calls_about_and_resolves",
        "Wellbeing.Web.Tests/ChannelPagesTests.cs: A_test_mail_shows_what_the_server_answered_and_a_refused_address_is_cleared_once_somebody_said_yes",
        "Wellbeing.Web.Tests/ChannelPagesTests.cs: An_administrator_sets_a_webhook_up_tries_it_and_chooses_it_in_a_policy_and_the_nurse_reads_what_became_of_it",
        "Wellbeing.Web.Tests/DurationTests.cs: On_the_telephone_without_a_network_by_the_API_and_in_a_correction_it_is_kept_too",
        "Wellbeing.Web.Tests/HowToAddressTests.cs: What_a_nurse_knew_is_asked_on_joining_greets_from_then_on_and_is_the_person_s_to_change",
        "Wellbeing.Web.Tests/PersonPageTests.cs: A_letter_has_a_head_a_day_the_date_of_birth_and_where_the_answer_goes",
        "Wellbeing.Web.Tests/PersonPageTests.cs: A_nurse_sets_a_threshold_writes_a_letter_resolves_with_a_day_to_look_again_and_prints_a_hand_over",
        "Wellbeing.Web.Tests/QuestionsTests.cs: Everybody_who_asks_or_answers_a_check_in_meets_them_and_each_answer_is_read_with_its_question",
        "Wellbeing.Web.Tests/QuestionsTests.cs: Through_the_api_they_are_asked_and_answered_and_nurses_read_count_and_hand_over_what_was_said",
        "Wellbeing.Web.Tests/TeamPagesTests.cs: A_pattern_is_shown_before_it_counts_and_keeps_its_time_of_day_when_the_clocks_change",
    ];

    [Fact]
    public void No_test_is_longer_than_eighty_lines()
    {
        var tests = TestSources.All().SelectMany(file => Tests(file.Path, file.Text.Split('\n'))).ToList();
        Assert.True(tests.Count > 1000);
        Assert.Equal(_longer, tests.Where(t => t.Lines > Longest).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>As the formatter lays them out: a method begins below its attributes, and ends with the brace that
    /// stands as far in as its first line, or, where it has none, with its one expression.</summary>
    private static IEnumerable<(string Name, int Lines)> Tests(string path, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Attribute().IsMatch(lines[i]))
                continue;
            while (!Method().IsMatch(lines[i]))
                i++;
            var (began, inset, block) = (i, lines[i][..^lines[i].TrimStart().Length], false);
            for (; lines[i] != inset + "}" && (block || !lines[i].EndsWith(';')); i++)
                block |= lines[i] == inset + "{";
            yield return ($"{path}: {Method().Match(lines[began]).Groups[1].Value}", i - began + 1);
        }
    }

    [GeneratedRegex(@"^\s+\[(Fact|Theory)\b")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\s+public .*\b(?:Task|void|ValueTask) (\w+)\(")]
    private static partial Regex Method();
}
