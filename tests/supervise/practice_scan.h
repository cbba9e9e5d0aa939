// PracticeScan: a scan of invented exhibits by the fake child (fake_worker.cc), in a
// folder of its own.
#ifndef WINNOW_TESTS_SUPERVISE_PRACTICE_SCAN_H_
#define WINNOW_TESTS_SUPERVISE_PRACTICE_SCAN_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/digester.h"
#include "hashsets/building/build.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/supervisor.h"
#include "tests/base/temp_folder.h"

namespace winnow {

// What was shown, in order.
struct Shown : ScanWatcher {
  void tier_done(Tier tier, const Ledger& /*ledger*/) override {
    tiers.push_back(tier);
  }
  void found(const Finding& finding) override { paths.push_back(finding.path); }
  void troubled(const Problem& problem) override { problems.push_back(problem); }
  void progressed(const Progress& progress) override { last = progress; }
  void noted(Note, const std::string& line) override { notes.push_back(line); }

  std::vector<Tier> tiers;
  std::vector<std::string> paths;
  std::vector<Problem> problems;
  std::vector<std::string> notes;
  Progress last;
};

// The digest of the content of the fake child's file.
inline std::string hex_of_file(unsigned id, Algorithm algorithm = Algorithm::sha256) {
  return digest_of(algorithm, bytes_of("content-" + std::to_string(id))).hex();
}

class PracticeScan {
 public:
  explicit PracticeScan(const std::string& script) {
    settings.worker = WINNOW_FAKE_WORKER;
    settings.tool_version = "test";
    exhibit.ref = "usb";
    exhibit.journal = folder.path("usb.wj");
    set_script(script);
  }

  void set_script(const std::string& script) {
    auto files = open_exhibit(folder.write("usb.raw", script));
    ASSERT_TRUE(files) << files.error().line();
    exhibit.files = std::move(*files);
    // The script changes between the runs of one scan; the evidence is the same.
    exhibit.files.is_folder = false;
  }

  // Adds a set that lists these files of the fake child.
  void add_set(const std::string& name, const std::vector<unsigned>& ids,
               SetType type = SetType::notable) {
    std::string list;
    for (const unsigned id : ids) list += hex_of_file(id) + "\n";
    BuildRequest request{
        folder.path(name + ".wset"), {folder.write(name + ".txt", list)}, name, type};
    const auto built = build_set(request);
    ASSERT_TRUE(built) << built.error().line();
    auto opened = open_scan_set(request.output, type);
    ASSERT_TRUE(opened) << opened.error().line();
    sets.push_back(std::move(*opened));
    put_in_order(sets);
  }

  // Scans, expecting that it could be kept on record.
  ScanResult scan() {
    shown = Shown();
    auto result = scan_exhibit(exhibit, sets, settings, shown);
    EXPECT_TRUE(result) << result.error().line();
    if (!result) return {ScanEnd::gave_up, {}, std::make_unique<Ledger>(), {}};
    return std::move(*result);
  }

  TempFolder folder;
  Exhibit exhibit;
  std::vector<ScanSet> sets;
  ScanSettings settings;
  Shown shown;
};

// The findings' paths, and the figures of a coverage, for comparing two scans.
inline std::string answer_of(const Ledger& ledger) {
  std::string text;
  for (const Finding& finding : ledger.findings()) {
    text +=
        finding.path + " " + finding.set + " " + std::to_string(finding.entry) + "\n";
  }
  const Coverage coverage = ledger.coverage();
  text += std::to_string(coverage.read_bytes) + " " +
          std::to_string(coverage.unread_bytes) + " " +
          std::to_string(coverage.unreadable_bytes);
  for (const auto count : coverage.files.by_outcome)
    text += " " + std::to_string(count);
  for (const Problem& problem : coverage.problems) {
    text += "\n" + problem.path + " " + problem.outcome + " " + problem.reason;
  }
  return text + (coverage.complete ? "\ncomplete" : "\nnot complete");
}

}  // namespace winnow

#endif  // WINNOW_TESTS_SUPERVISE_PRACTICE_SCAN_H_
