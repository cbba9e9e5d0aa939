#include "drivers/web/scan_state.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace winnow {
namespace {

ScanTracker tracker() {
  return {"usb", "/images/usb.raw", "2026-11-22T08:00:00Z"};
}

TEST(ScanState, FollowsTheEvents) {
  ScanTracker scan = tracker();
  scan.take_event(R"({"event":"start","exhibits":[]})");
  EXPECT_STREQ(answer_words(scan.state()), "Nothing can be said yet");
  scan.take_event(R"({"event":"tier","exhibit":"usb","tier":"inventory","number":1})");
  EXPECT_STREQ(answer_words(scan.state()), "Nothing can be said yet");
  scan.take_event(R"({"event":"tier","exhibit":"usb","tier":"probe","number":2})");
  EXPECT_STREQ(answer_words(scan.state()), "No listed file met so far");
  scan.take_event(
      R"({"event":"progress","bytes_read":10,"bytes_planned":100,"files_done":1,)"
      R"("files_planned":9,"eta_seconds":[3,8],"bottleneck":"device"})");
  scan.take_event(R"({"event":"finding","kind":"near","path":"/a"})");
  EXPECT_STREQ(answer_words(scan.state()), "A lead that needs checking");
  // One file in two sets is one listed file.
  scan.take_event(R"({"event":"finding","kind":"exact","path":"/b","set":"x"})");
  scan.take_event(R"({"event":"finding","kind":"exact","path":"/b","set":"y"})");
  EXPECT_STREQ(answer_words(scan.state()), "A listed file was found");
  EXPECT_EQ(scan.state().listed_files, 1u);
  EXPECT_EQ(scan.state().leads, 1u);
  EXPECT_EQ(scan.state().tiers, 2);
  EXPECT_EQ(scan.state().seconds_left, (std::pair<std::uint64_t, std::uint64_t>{3, 8}));
  scan.take_event(
      R"({"event":"problem","path":"/c","outcome":"unreadable","reason":"r"})");
  scan.take_event(R"({"event":"problem","path":"/d","outcome":"note","reason":"r"})");
  EXPECT_EQ(scan.state().not_examined, 1u);
  EXPECT_EQ(scan.state().problems.front(), "unreadable: /c: r");
  scan.take_event(R"({"event":"end","exit_status":1,"exhibits":[{"end":"done"}]})");
  scan.take_exit(1);
  EXPECT_EQ(scan.state().end, "done");
  EXPECT_EQ(scan.state().exit_status, 1);
}

TEST(ScanState, EndsInWordsThatPromiseNothing) {
  ScanTracker scan = tracker();
  scan.take_event(R"({"event":"tier","tier":"probe"})");
  scan.take_event(R"({"event":"end","exhibits":[{"end":"interrupted"}]})");
  scan.take_exit(3);
  EXPECT_STREQ(answer_words(scan.state()), "No listed file met in the part examined");
}

TEST(ScanState, OneThatSawNoFileBeforeItWasStoppedSaysSo) {
  ScanTracker scan = tracker();
  scan.take_event(R"({"event":"tier","tier":"inventory"})");
  scan.take_event(R"({"event":"end","exhibits":[{"end":"interrupted"}]})");
  scan.take_exit(3);
  ScanState state = scan.state();
  EXPECT_STREQ(answer_words(state), "Stopped before anything could be said");
  RankedExhibit exhibit;  // of which nothing was read either
  take_result(exhibit, 0, state);
  EXPECT_STREQ(answer_words(state), "Stopped before anything could be said");
  exhibit.coverage.files.by_outcome[static_cast<std::size_t>(FileOutcome::hashed)] = 1;
  take_result(exhibit, 0, state);
  EXPECT_STREQ(answer_words(state), "No listed file met in the part examined");
  exhibit.coverage.evidence.unsupported = "its format";
  take_result(exhibit, 0, state);
  EXPECT_STREQ(answer_words(state), "COULD NOT BE EXAMINED");
}

TEST(ScanState, AllWasReadOnlyOfACompleteRecord) {
  RankedExhibit exhibit;
  exhibit.coverage.ended = true;
  ScanTracker scan = tracker();
  scan.take_event(R"({"event":"tier","tier":"everything"})");
  EXPECT_EQ(scan_state_json(scan.state()).find("this is not a full examination"),
            std::string::npos);
  scan.take_event(R"({"event":"problem","path":"/c","outcome":"unreadable"})");
  scan.take_event(R"({"event":"end","exhibits":[{"end":"done"}]})");
  scan.take_exit(3);
  ScanState state = scan.state();
  take_result(exhibit, 0, state);
  std::string json = scan_state_json(state);
  EXPECT_NE(json.find("but not all could be examined"), std::string::npos);
  EXPECT_NE(json.find(R"("left":["1 place that could not be examined"])"),
            std::string::npos)
      << json;
  exhibit.coverage.complete = true;
  take_result(exhibit, 0, state);
  json = scan_state_json(state);
  EXPECT_NE(json.find("every step was gone through; this is not a full examination"),
            std::string::npos);
  EXPECT_NE(json.find(R"("left":[])"), std::string::npos);
}

TEST(ScanState, ShowsWhyAScanCouldNotRun) {
  ScanTracker scan = tracker();
  scan.take_complaint("winnow: /images/usb.raw: is damaged; \x1b[2J");
  scan.take_exit(2);
  EXPECT_EQ(scan.state().end, "/images/usb.raw: is damaged; \\x1b[2J");
  ScanState state = scan.state();
  EXPECT_STREQ(answer_words(state), "This scan could not run");
  state.listed_files = 1;  // on record from before
  EXPECT_STREQ(answer_words(state), "A listed file was found");
  ScanTracker killed = tracker();
  killed.take_exit(137);
  EXPECT_EQ(killed.state().end, "was ended by signal 9");
}

TEST(ScanState, OneThatIsStoppedAtOnceWasNotBegun) {
  ScanTracker scan = tracker();
  scan.take_stop_request();
  scan.take_exit(130);
  EXPECT_EQ(scan.state().end, "stopped before it began");
  EXPECT_STREQ(answer_words(scan.state()), "Stopped before anything could be said");
  ScanTracker other = tracker();
  other.take_exit(130);  // by somebody else
  EXPECT_EQ(other.state().end, "was ended by signal 2");
  EXPECT_STREQ(answer_words(other.state()), "COULD NOT BE EXAMINED");
}

// Beside its events a scan makes remarks: no part is unexamined by them.
TEST(ScanState, KeepsRemarksApartFromProblems) {
  ScanTracker scan = tracker();
  scan.take_complaint("winnow: 2 rows left out");
  scan.take_exit(7);
  EXPECT_TRUE(scan.state().problems.empty());
  ASSERT_EQ(scan.state().remarks.size(), 1u);
  EXPECT_EQ(scan.state().remarks.front(), "2 rows left out");
  EXPECT_EQ(scan.state().end, "ended by itself, with status 7");
}

// Whatever the case has of a scan that was killed, what it did not reach is not known.
TEST(ScanState, OneThatWasCutOffPromisesNothing) {
  RankedExhibit exhibit;
  exhibit.coverage.complete = true;
  for (const char* line : {"", R"({"event":"end","exhibits":[{"end":"gave up"}]})"}) {
    ScanTracker scan = tracker();
    scan.take_event(line);
    scan.take_exit(137);
    ScanState state = scan.state();
    take_result(exhibit, 0, state);
    EXPECT_STREQ(answer_words(state), "COULD NOT BE EXAMINED");
  }
}

TEST(ScanState, DropsWhatWasPlannedOfATierThatIsThrough) {
  ScanTracker scan = tracker();
  const char* const progress =
      R"({"event":"progress","tier":"probe","bytes_read":1,"bytes_planned":10,)"
      R"("files_done":8,"files_planned":9,"eta_seconds":[3,8]})";
  scan.take_event(progress);
  EXPECT_EQ(scan.state().files_planned, 9u);
  scan.take_event(R"({"event":"tier","tier":"probe"})");
  EXPECT_EQ(scan.state().files_planned, 0u);
  EXPECT_EQ(scan.state().bytes_planned, 0u);
  EXPECT_FALSE(scan.state().seconds_left);
  scan.take_event(progress);  // late
  EXPECT_EQ(scan.state().files_planned, 0u);
  EXPECT_FALSE(scan.state().seconds_left);
  scan.take_event(
      R"({"event":"progress","tier":"confirm","files_planned":4,"eta_seconds":[1,2]})");
  EXPECT_EQ(scan.state().files_planned, 4u);
  const auto now = ScanTracker::Clock::now();
  EXPECT_FALSE(scan.take_time(now));
  EXPECT_TRUE(scan.take_time(now + std::chrono::seconds(11)));
  EXPECT_FALSE(scan.state().seconds_left);
}

TEST(ScanState, AnInventoryLeavesAllContentsUnseen) {
  RankedExhibit exhibit;
  exhibit.coverage.ended = true;
  exhibit.coverage.until = Tier::inventory;
  ScanState state;
  state.phase = ScanPhase::ended;
  state.end = "already done";
  take_result(exhibit, 0, state);
  EXPECT_NE(scan_state_json(state).find("only names and sizes were looked at"),
            std::string::npos);
  exhibit.coverage.until = Tier::everything;
  exhibit.coverage.complete = true;
  take_result(exhibit, 0, state);
  EXPECT_NE(scan_state_json(state).find(R"("left":[])"), std::string::npos);
}

TEST(ScanState, TakesNoListedFileBack) {
  RankedExhibit exhibit;
  ScanState state;
  state.phase = ScanPhase::ended;
  state.listed_files = 2;
  state.leads = 1;
  state.not_examined = 3;
  take_counts(exhibit, 1, state);
  EXPECT_EQ(state.listed_files, 2u);
  EXPECT_EQ(state.leads, 1u);
  take_result(exhibit, 0, state);
  EXPECT_EQ(state.listed_files, 2u);
  EXPECT_EQ(state.not_examined, 3u);
  EXPECT_STREQ(answer_words(state), "A listed file was found");
  take_counts(exhibit, 5, state);
  EXPECT_EQ(state.listed_files, 5u);
}

TEST(ScanState, BlocksOfAListedFileThatWasMetAreNoLeads) {
  RankedExhibit exhibit;
  exhibit.counts = {1, 1, 0, 0, 0};
  ScanState state;
  state.phase = ScanPhase::ended;
  state.listed_files = 1;
  state.leads = 3;
  take_result(exhibit, 1, state);
  EXPECT_EQ(state.leads, 1u);
}

TEST(ScanState, AFileInTwoSetsIsOne) {
  Finding one;
  one.path = "/a";
  Finding hint = one;
  hint.kind = FindingKind::indication;
  hint.path = "/b";
  EXPECT_EQ(listed_files_of({one, one, hint}), 1u);
}

TEST(ScanState, TakesNothingFromWhatIsNoEvent) {
  ScanTracker scan = tracker();
  for (const char* line :
       {"", "{", "[]", "7", R"({"event":7})", R"({"event":"tier","tier":"x"})",
        R"({"event":"progress","bytes_read":-1,"eta_seconds":[1]})",
        R"({"event":"progress","eta_seconds":["a","b"]})", R"({"event":"end"})",
        R"({"event":"end","exhibits":[7]})", R"({"event":"problem","range":[1]})"}) {
    scan.take_event(line);
  }
  EXPECT_EQ(scan.state().tiers, 0);
  EXPECT_EQ(scan.state().end, "");
  rapidjson::Document json;
  json.Parse(scan_state_json(scan.state()).c_str());
  EXPECT_TRUE(json.IsObject());
}

TEST(ScanState, KeepsTheLastProblemsAlone) {
  ScanTracker scan = tracker();
  for (int i = 0; i < 1000; ++i) {
    scan.take_event(R"({"event":"problem","path":"/)" + std::to_string(i) +
                    R"(","outcome":"failed","reason":"r"})");
  }
  EXPECT_EQ(scan.state().problems.size(), 20u);
  EXPECT_EQ(scan.state().problems.back(), "failed: /999: r");
  EXPECT_EQ(scan.state().not_examined, 1000u);
}

TEST(ScanState, SaysWhatWouldBeLeft) {
  ScanTracker scan = tracker();
  scan.take_event(R"({"event":"tier","tier":"probe"})");
  scan.take_event(R"({"event":"progress","files_done":1,"files_planned":3})");
  const std::string json = scan_state_json(scan.state());
  EXPECT_NE(json.find("2 files of the step that is under way"), std::string::npos);
  EXPECT_EQ(json.find("only names and sizes were looked at"), std::string::npos);
  EXPECT_EQ(json.find("what was counted"), std::string::npos);  // is nothing unseen
}

TEST(ScanState, HearsTheCaseAtTheEnd) {
  RankedExhibit exhibit;
  exhibit.counts = {0, 2, 0, 0, 1};
  exhibit.coverage.volumes = {{0, 0, 10, "", VolumeOutcome::encrypted, "BitLocker"}};
  ScanState state;
  state.phase = ScanPhase::ended;
  state.end = "done";
  state.bytes_read = 25'161'728;  // of a step that was told to be under way
  take_result(exhibit, 0, state);
  EXPECT_EQ(state.bytes_read, 0u);
  EXPECT_EQ(state.leads, 3u);
  EXPECT_EQ(state.not_examined, 1u);
  EXPECT_TRUE(state.could_not_be_examined);
  exhibit.counts = {};
  state.leads = 0;
  take_result(exhibit, 0, state);
  EXPECT_STREQ(answer_words(state), "COULD NOT BE EXAMINED");
  exhibit.coverage.complete = true;
  take_result(exhibit, 0, state);
  EXPECT_STREQ(answer_words(state), "No listed file met in the part examined");
}

}  // namespace
}  // namespace winnow
