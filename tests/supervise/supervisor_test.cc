#include "scanner/supervise/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <utility>

#include "scanner/supervise/errands.h"
#include "scanner/supervise/interruption.h"
#include "tests/supervise/practice_scan.h"

namespace winnow {
namespace {

// The script of the exhibit stands in the evidence, so another script is another
// fingerprint; a test that changes it between two runs pads it to look the same.
std::string at_size(std::string script, std::size_t bytes = 64) {
  script.resize(bytes, '\n');
  return script;
}

TEST(Supervisor, ScansAndRecords) {
  PracticeScan scan("files 10\ndeleted 4\nencrypted 7\nproblem\nclosed-volume 1\n");
  scan.add_set("grade1", {2, 4, 99});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  EXPECT_TRUE(result.ledger->ended());
  const auto findings = result.ledger->findings();
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].path, "/volume-0/DCIM/2.jpg");
  EXPECT_EQ(findings[0].set, "grade1");
  EXPECT_EQ(findings[0].algorithm, Algorithm::sha256);
  EXPECT_FALSE(findings[1].allocated);
  const Coverage coverage = result.ledger->coverage();
  EXPECT_TRUE(coverage.balanced);
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.problems.size(), 2u);
  EXPECT_EQ(coverage.evidence.metadata.size(), 1u);
  EXPECT_EQ(scan.shown.paths,
            (std::vector<std::string>{"/volume-0/DCIM/2.jpg", "/volume-0/DCIM/4.jpg"}));
  EXPECT_EQ(scan.shown.tiers, (std::vector<Tier>{Tier::inventory, Tier::everything}));
  const auto replay = replay_journal(scan.exhibit.journal);
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->end, JournalEnd::clean);
  EXPECT_EQ(answer_of(replay->ledger), answer_of(*result.ledger));
}

TEST(Supervisor, ASecondRunReadsNothingAndShowsTheSame) {
  PracticeScan scan("files 5\n");
  scan.add_set("grade1", {1});
  const std::string first = answer_of(*scan.scan().ledger);
  scan.settings.worker = "/nonexistent";  // it would not start
  const ScanResult again = scan.scan();
  EXPECT_EQ(again.end, ScanEnd::already_done);
  EXPECT_EQ(answer_of(*again.ledger), first);
  EXPECT_EQ(scan.shown.paths, std::vector<std::string>{"/volume-0/DCIM/1.jpg"});
}

TEST(Supervisor, InventoryAloneExaminesNothing) {
  PracticeScan scan("files 5\n");
  scan.settings.until = Tier::inventory;
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  const Coverage coverage = result.ledger->coverage();
  EXPECT_EQ(coverage.files.count(FileOutcome::unvisited), 5u);
  EXPECT_FALSE(coverage.complete);
  EXPECT_TRUE(coverage.kept.empty());
}

TEST(Supervisor, PausesAfterItsInventoryAndIsGoneOnWith) {
  PracticeScan whole("files 5\n");
  whole.add_set("grade1", {1});
  const std::string expected = answer_of(*whole.scan().ledger);
  PracticeScan scan("files 5\n");
  scan.add_set("grade1", {1});
  scan.settings.stop.after_tier = Tier::inventory;
  const ScanResult first = scan.scan();
  EXPECT_EQ(first.end, ScanEnd::paused);
  EXPECT_EQ(first.ledger->outcome_count(), 0u);
  EXPECT_EQ(scan.shown.tiers, std::vector<Tier>{Tier::inventory});
  // Through with that tier, it is not begun again for nothing.
  const std::string worker = std::exchange(scan.settings.worker, "/nonexistent");
  const ScanResult second = scan.scan();
  EXPECT_EQ(second.end, ScanEnd::paused);
  EXPECT_EQ(second.journal_end.offset, first.journal_end.offset);
  scan.settings.worker = worker;
  scan.settings.stop.after_tier.reset();
  const ScanResult last = scan.scan();
  EXPECT_EQ(last.end, ScanEnd::done);
  EXPECT_EQ(answer_of(*last.ledger), expected);
}

TEST(Supervisor, AChildThatDiesIsStartedAgainFromTheJournal) {
  PracticeScan whole("files 20\n");
  whole.add_set("grade1", {0, 3, 19});
  const std::string expected = answer_of(*whole.scan().ledger);
  for (const int each : {1, 2, 7}) {
    PracticeScan scan("files 20\ndie-after " + std::to_string(each) + "\n");
    scan.add_set("grade1", {0, 3, 19});
    const ScanResult result = scan.scan();
    EXPECT_EQ(result.end, ScanEnd::done) << each;
    EXPECT_EQ(answer_of(*result.ledger), expected) << each;
    EXPECT_EQ(scan.shown.paths.size(), 3u) << "each finding is shown once";
    EXPECT_FALSE(scan.shown.notes.empty());
  }
}

template <typename Kind>
std::size_t count_in(const std::string& journal) {
  std::size_t count = 0;
  const auto replay = replay_journal(journal, [&count](const Message& message) {
    if (std::holds_alternative<Kind>(message)) ++count;
    return Result<void>();
  });
  EXPECT_TRUE(replay);
  return count;
}

// What every child says of the tiers that others have been through is neither told nor
// recorded again.
TEST(Supervisor, TheWayThroughTheTiersIsOnRecordOnce) {
  PracticeScan scan("files 20\ndie-after 7\ntiers 3\n");
  scan.add_set("grade1", {0, 3, 19});
  EXPECT_EQ(scan.scan().end, ScanEnd::done);
  EXPECT_EQ(scan.shown.tiers,
            (std::vector<Tier>{Tier::inventory, Tier::probe, Tier::everything}));
  EXPECT_EQ(count_in<TierDone>(scan.exhibit.journal), 1u);
  EXPECT_EQ(count_in<SamplesPlanned>(scan.exhibit.journal), 1u);
  EXPECT_EQ(count_in<BlockRunMet>(scan.exhibit.journal), 1u);
  EXPECT_EQ(scan.shown.paths.size(), 4u) << "each finding is shown once";
}

TEST(Supervisor, AScanMayStopAgainAfterATierThatIsOnRecord) {
  PracticeScan scan("files 5\ntiers 1\n");
  scan.add_set("grade1", {0});
  scan.settings.stop.after_tier = Tier::probe;
  EXPECT_EQ(scan.scan().end, ScanEnd::paused);
  EXPECT_EQ(scan.scan().end, ScanEnd::paused);
  EXPECT_EQ(scan.shown.tiers, (std::vector<Tier>{Tier::inventory, Tier::probe}));
  EXPECT_EQ(count_in<TierDone>(scan.exhibit.journal), 1u);
}

TEST(Supervisor, AChildThatBringsNothingIsGivenUp) {
  PracticeScan scan("files 6\ndie-after 0\n");
  scan.add_set("grade1", {1});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::gave_up);
  EXPECT_FALSE(result.ledger->ended());
  const Coverage coverage = result.ledger->coverage();
  EXPECT_TRUE(coverage.balanced);
  EXPECT_EQ(coverage.files.count(FileOutcome::unvisited), 6u);
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].outcome, "failed");
  EXPECT_EQ(coverage.problems[0].reason, "the worker was killed by signal 9");
  EXPECT_EQ(scan.shown.notes.size(), 3u) << "the inventory, then three in vain";
}

TEST(Supervisor, AChildThatDiesInItsInventoryIsGivenUpToo) {
  PracticeScan scan("files 6\ndie-in-inventory\n");
  scan.add_set("grade1", {1});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::gave_up);
  EXPECT_EQ(result.ledger->coverage().total_bytes, 1u << 20);
  EXPECT_FALSE(result.ledger->coverage().complete);
}

TEST(Supervisor, WhatWasGivenUpCanBeGoneOnWith) {
  PracticeScan scan(at_size("files 6\ndie-after 0\n"));
  scan.add_set("grade1", {1});
  EXPECT_EQ(scan.scan().end, ScanEnd::gave_up);
  const std::string fingerprint = fingerprint_of(scan.exhibit.files);
  PracticeScan whole(at_size("files 6\n"));
  whole.add_set("grade1", {1});
  const std::string expected = answer_of(*whole.scan().ledger);
  // The same evidence, and a child that lives: as if the trouble had been the
  // machine's.
  auto recorded = replay_journal(scan.exhibit.journal);
  ASSERT_TRUE(recorded);
  RunStarted run = *recorded->ledger.run();
  scan.set_script(at_size("files 6\n"));
  run.fingerprint = fingerprint_of(scan.exhibit.files);
  auto recorder = Recorder::begin(scan.folder.path("again.wj"), run);
  ASSERT_TRUE(recorder);
  ASSERT_TRUE(replay_journal(scan.exhibit.journal, [&](const Message& message) {
    if (std::holds_alternative<RunStarted>(message)) return Result<void>();
    EXPECT_TRUE(recorder->record(message));
    return Result<void>();
  }));
  ASSERT_TRUE(recorder->journal().sync());
  scan.exhibit.journal = scan.folder.path("again.wj");
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  EXPECT_EQ(answer_of(*result.ledger), expected);
}

// Everything a child may not say. It is ended, and what it said is not on record.
TEST(Supervisor, HostileMessagesAreRefused) {
  for (const char* what :
       {"order", "volume", "run", "path", "text", "early", "end", "supervisor",
        "garbage", "frame", "cut", "file", "set", "match", "nothing"}) {
    PracticeScan scan(std::string("files 3\nhostile-") + what + "\n");
    scan.add_set("grade1", {5});
    const ScanResult result = scan.scan();
    EXPECT_EQ(result.end, ScanEnd::gave_up) << what;
    EXPECT_TRUE(result.ledger->findings().empty()) << what;
    const Coverage coverage = result.ledger->coverage();
    EXPECT_TRUE(coverage.balanced) << what;
    EXPECT_FALSE(coverage.complete) << what;
    ASSERT_EQ(coverage.problems.size(), 1u) << what;
    EXPECT_EQ(coverage.problems[0].outcome, "failed") << what;
    const auto replay = replay_journal(scan.exhibit.journal);
    ASSERT_TRUE(replay) << what;
    EXPECT_EQ(replay->end, JournalEnd::clean) << what;
    EXPECT_EQ(answer_of(replay->ledger), answer_of(*result.ledger)) << what;
  }
}

TEST(Supervisor, WhatCameBeforeARefusalStays) {
  // The first outcome is good, its repetition is not; the next child goes on after it.
  PracticeScan scan("files 3\nhostile-twice\n");
  scan.add_set("grade1", {0});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  EXPECT_EQ(result.ledger->outcome_count(), 3u);
  EXPECT_EQ(result.ledger->findings().size(), 1u);
  ASSERT_EQ(scan.shown.notes.size(), 1u);
  EXPECT_NE(scan.shown.notes[0].find("a second outcome of a file"), std::string::npos);
}

TEST(Supervisor, TheReasonOfARefusalIsOnRecord) {
  PracticeScan scan("files 3\nhostile-match\n");
  scan.add_set("grade1", {5});
  const Coverage coverage = scan.scan().ledger->coverage();
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].reason,
            "the worker was ended: a match that the set does not confirm");
}

TEST(Supervisor, TroubleThatTheChildReportsIsFinal) {
  PracticeScan scan("files 3\nbroken-later\n");
  scan.add_set("grade1", {0});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::gave_up);
  EXPECT_TRUE(scan.shown.notes.empty()) << "it was not started again";
  EXPECT_EQ(result.ledger->findings().size(), 1u);
  const Coverage coverage = result.ledger->coverage();
  ASSERT_EQ(coverage.problems.size(), 1u);
  EXPECT_EQ(coverage.problems[0].reason,
            "exhibit: the device went away (at byte 4096)");
}

TEST(Supervisor, AnotherInventoryOnAResumeIsAnotherDevice) {
  PracticeScan scan("files 8\ndie-after 3\nother-when-resumed\n");
  scan.add_set("grade1", {0});
  const auto result = scan_exhibit(scan.exhibit, scan.sets, scan.settings, scan.shown);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, FaultKind::usage);
  EXPECT_NE(result.error().what.find("is not the device this case was begun with"),
            std::string::npos);
  const auto replay = replay_journal(scan.exhibit.journal);
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->ledger.outcome_count(), 3u) << "what is on record stays";
}

TEST(Supervisor, UnsupportedContainersHaveALedger) {
  PracticeScan scan("unsupported\n");
  scan.add_set("grade1", {0});
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  const Coverage coverage = result.ledger->coverage();
  EXPECT_FALSE(coverage.complete);
  EXPECT_EQ(coverage.unread_bytes, coverage.total_bytes);
  EXPECT_EQ(coverage.evidence.unsupported, "QCOW2");
}

// Killed by a power cut at any byte of its journal, a scan goes on to the same answer.
TEST(Supervisor, AnyCutOfTheJournalIsGoneOnWith) {
  const std::string script = "files 6\nencrypted 2\nproblem\n";
  PracticeScan whole(script);
  whole.add_set("grade1", {1, 5});
  const std::string expected = answer_of(*whole.scan().ledger);
  const std::string journal = TempFolder::read(whole.exhibit.journal);
  PracticeScan scan(script);
  scan.add_set("grade1", {1, 5});
  for (std::size_t length = 0; length < journal.size(); length += 61) {
    scan.folder.write("usb.wj", journal.substr(0, length));
    const ScanResult result = scan.scan();
    ASSERT_EQ(result.end, ScanEnd::done) << length;
    ASSERT_EQ(answer_of(*result.ledger), expected) << length;
    // Problems may stand in another order; all else is the same record.
    const auto replay = replay_journal(scan.exhibit.journal);
    ASSERT_TRUE(replay);
    ASSERT_EQ(answer_of(replay->ledger), expected) << length;
  }
}

TEST(Supervisor, ADamagedJournalIsSetAside) {
  PracticeScan scan("files 6\n");
  scan.add_set("grade1", {1});
  const std::string expected = answer_of(*scan.scan().ledger);
  std::string journal = TempFolder::read(scan.exhibit.journal);
  journal[journal.size() / 2] = static_cast<char>(journal[journal.size() / 2] ^ 1);
  scan.folder.write("usb.wj", journal);
  const ScanResult result = scan.scan();
  EXPECT_EQ(result.end, ScanEnd::done);
  EXPECT_EQ(answer_of(*result.ledger), expected);
  EXPECT_EQ(TempFolder::read(scan.folder.path("usb.1.wj.old")), journal);
  ASSERT_EQ(scan.shown.notes.size(), 1u);
  EXPECT_NE(scan.shown.notes[0].find("is damaged at byte"), std::string::npos);
}

TEST(Supervisor, AJournalOfAnEarlierVersionIsLeftAsItIs) {
  PracticeScan scan("files 6\n");
  scan.add_set("grade1", {1});
  EXPECT_EQ(scan.scan().end, ScanEnd::done);
  std::string older = TempFolder::read(scan.exhibit.journal);
  older[8] = kJournalVersion - 1;
  scan.folder.write("usb.wj", older);
  const auto checked = check_journal(scan.exhibit, scan.sets, scan.settings);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, FaultKind::unsupported);
  EXPECT_EQ(checked.error().place, scan.exhibit.journal);
  const auto scanned = scan_exhibit(scan.exhibit, scan.sets, scan.settings, scan.shown);
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().line(), checked.error().line());
  EXPECT_EQ(TempFolder::read(scan.exhibit.journal), older);
  EXPECT_FALSE(std::filesystem::exists(scan.folder.path("usb.1.wj.old")));
  EXPECT_TRUE(scan.shown.notes.empty());
}

TEST(Supervisor, OtherSetsBeginANewRecordAndKeepTheOld) {
  PracticeScan scan("files 6\n");
  scan.add_set("grade1", {1});
  EXPECT_EQ(scan.scan().ledger->findings().size(), 1u);
  const std::string first = TempFolder::read(scan.exhibit.journal);
  scan.add_set("grade2", {2, 3});
  const ScanResult second = scan.scan();
  EXPECT_EQ(second.end, ScanEnd::done);
  EXPECT_EQ(second.ledger->findings().size(), 3u);
  EXPECT_EQ(TempFolder::read(scan.folder.path("usb.1.wj.old")), first);
  scan.settings.algorithms = AlgorithmSet::from_bits(4);
  EXPECT_EQ(scan.scan().end, ScanEnd::done);
  EXPECT_TRUE(std::filesystem::exists(scan.folder.path("usb.2.wj.old")));
  // How many threads work does not change the answer, and begins nothing anew.
  scan.settings.threads = 7;
  scan.settings.serial = true;
  EXPECT_EQ(scan.scan().end, ScanEnd::already_done);
}

TEST(Supervisor, AnotherDeviceUnderTheSameReferenceIsRefused) {
  PracticeScan scan("files 6\n");
  scan.add_set("grade1", {1});
  EXPECT_EQ(scan.scan().end, ScanEnd::done);
  const std::string before = TempFolder::read(scan.exhibit.journal);
  scan.set_script("files 7\n");
  const auto checked = check_journal(scan.exhibit, scan.sets, scan.settings);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().what.find("--exhibit-ref"), std::string::npos);
  EXPECT_FALSE(scan_exhibit(scan.exhibit, scan.sets, scan.settings, scan.shown));
  EXPECT_EQ(TempFolder::read(scan.exhibit.journal), before);
}

TEST(Supervisor, ChecksAnExhibitWithoutWriting) {
  PracticeScan scan("files 6\n");
  const auto opened = check_exhibit(scan.exhibit, scan.settings);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->kind, "raw");
  EXPECT_FALSE(std::filesystem::exists(scan.exhibit.journal));
  scan.set_script("broken\n");
  const auto broken = check_exhibit(scan.exhibit, scan.settings);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().line(), "exhibit: is damaged; copy it again (at byte 17)");
  scan.set_script("die-at-open\n");
  const auto dead = check_exhibit(scan.exhibit, scan.settings);
  ASSERT_FALSE(dead);
  EXPECT_NE(dead.error().what.find("was killed by signal 9"), std::string::npos);
}

TEST(Supervisor, AFullDiskEndsTheScanAndSaysWhere) {
  PracticeScan scan("files 6\n");
  scan.add_set("grade1", {1});
  scan.exhibit.journal = "/dev/full";
  const auto result = scan_exhibit(scan.exhibit, scan.sets, scan.settings, scan.shown);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().place, "/dev/full");
}

// Asks for an end from inside the scan, as Ctrl-C would.
struct Interrupter : Shown {
  void found(const Finding& finding) override {
    Shown::found(finding);
    if (paths.size() != 1) return;
    EXPECT_EQ(::raise(SIGINT), 0);
  }
};

TEST(Supervisor, AnInterruptionLeavesARecordToGoOnWith) {
  PracticeScan scan("files 30\nstall 20\n");
  scan.add_set("grade1", {3, 25});
  Interrupter interrupter;
  {
    const Interruption interruption;
    const auto result =
        scan_exhibit(scan.exhibit, scan.sets, scan.settings, interrupter);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->end, ScanEnd::interrupted);
    EXPECT_TRUE(result->ledger->coverage().problems.empty());
    EXPECT_FALSE(result->ledger->coverage().complete);
    EXPECT_EQ(result->ledger->findings().size(), 1u);
  }
  const auto replay = replay_journal(scan.exhibit.journal);
  ASSERT_TRUE(replay);
  EXPECT_EQ(replay->end, JournalEnd::clean);
  // The second child has fewer than 20 files left, and does not stall.
  const Interruption interruption;
  const ScanResult rest = scan.scan();
  EXPECT_EQ(rest.end, ScanEnd::done);
  EXPECT_EQ(rest.ledger->findings().size(), 2u);
}

// ---- a device that fails more and more ----

std::string worn_script() {
  std::string script = "files 40\n";
  for (int file = 20; file < 40; ++file) {
    script += "unreadable " + std::to_string(file) + "\n";
  }
  return script;
}

TEST(Supervisor, LeavesADeviceWhoseReadErrorsRiseForLater) {
  PracticeScan whole(worn_script());
  const ScanResult undisturbed = whole.scan();
  EXPECT_EQ(undisturbed.end, ScanEnd::done);
  PracticeScan practice(worn_script());
  practice.settings.stop.on_rising_errors = true;
  const ScanResult first = practice.scan();
  EXPECT_EQ(first.end, ScanEnd::postponed);
  EXPECT_EQ(first.ledger->outcome_count(), 28u);  // eight of them bad
  EXPECT_FALSE(first.ledger->ended());
  practice.settings.stop.on_rising_errors = false;
  const ScanResult second = practice.scan();
  EXPECT_EQ(second.end, ScanEnd::done);
  EXPECT_EQ(answer_of(*second.ledger), answer_of(*undisturbed.ledger));
}

TEST(Supervisor, GoesOnWithADeviceThatFailsAlike) {
  std::string script = "files 40\n";
  for (int file = 0; file < 40; file += 2) {
    script += "unreadable " + std::to_string(file) + "\n";
  }
  PracticeScan practice(script);
  practice.settings.stop.on_rising_errors = true;
  EXPECT_EQ(practice.scan().end, ScanEnd::done);
}

}  // namespace
}  // namespace winnow
