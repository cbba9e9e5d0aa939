// The self-test with the real programs: it passes, and it fails and says why when one
// byte is changed of a set, of a practice exhibit, or of what a library answers.
//
// Nothing in the shipped program can be told to go wrong. What goes wrong here is
// around it: the program that is tested is a script that runs the real one and then
// changes a byte of a file, a worker whose libarchive lies, or, in this process, an
// OpenSSL that does (linked with --wrap).
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <regex>
#include <string>

#include "drivers/selftest/practice_answers.h"
#include "drivers/selftest/practice_pack.h"
#include "drivers/selftest/selftest.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"
#include "tests/selftest/own_state_folder.h"

namespace {
std::atomic<bool> g_library_lies{false};
}

extern "C" int __real_EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* digest,
                                         unsigned* length);

extern "C" int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* digest,
                                         unsigned* length) {
  const int done = __real_EVP_DigestFinal_ex(context, digest, length);
  if (g_library_lies) digest[3] ^= 1;
  return done;
}

namespace winnow::test {
namespace {

constexpr const char* kVersion = "0.1.0 (abc)";
constexpr std::int64_t kNow = 1795000000;  // 2026-11-18

class Selftest : public OwnStateFolder {
 protected:
  [[nodiscard]] SelftestReport test(const std::string& program,
                                    Bytes pack = practice_pack()) const {
    std::filesystem::create_directory(folder_.path("work"));
    const auto report =
        run_selftest({program, folder_.path("work"), pack, kVersion, kNow});
    EXPECT_TRUE(report) << report.error().line();
    if (!report) return {};
    std::fputs(selftest_text(*report).c_str(), stdout);
    return *report;
  }

  // A program that does what winnow does, and once it has learned a set changes the
  // lowest bit of byte `at` of a file in the folder of the self-test.
  std::string changing(const std::string& file, std::uint64_t at) {
    const std::string script = folder_.path("winnow");
    std::ofstream(script) << "#!/bin/bash\n'" << WINNOW_PROGRAM << "' \"$@\"\n"
                          << "status=$?\n"
                          << "if [ \"$1 $2\" = 'hashset learn' ]; then\n"
                          << "  file=$(dirname \"$3\")/" << file << "\n"
                          << "  byte=$(od -An -tu1 -j " << at << " -N 1 \"$file\")\n"
                          << "  printf \"\\\\x$(printf %02x $((byte ^ 1)))\" |\n"
                          << "    dd of=\"$file\" bs=1 seek=" << at
                          << " conv=notrunc status=none\n"
                          << "fi\nexit $status\n";
    ::chmod(script.c_str(), 0700);
    return script;
  }

  // What failed, and that the line says so.
  static void expect_failed(const SelftestReport& report, const std::string& what,
                            const std::string& came) {
    EXPECT_FALSE(report.record.has_passed);
    EXPECT_TRUE(report.record.line.starts_with("self-test FAILED: "));
    EXPECT_EQ(report.record.failed, report.failed.size());
    bool is_said = false;
    for (const FailedCheck& check : report.failed) {
      is_said = is_said || (check.what.find(what) != std::string::npos &&
                            check.came.find(came) != std::string::npos);
    }
    EXPECT_TRUE(is_said) << what << " ... " << came;
  }

  // A copy of the program with the worker that lies, and the modules of the real one.
  std::string with_lying_worker() {
    const std::string folder = folder_.path("bin");
    std::string program = winnow_with_worker(folder, WINNOW_LYING_WORKER);
    const std::filesystem::path real(WINNOW_PROGRAM);
    for (const auto& entry : std::filesystem::directory_iterator(real.parent_path())) {
      const std::string name = entry.path().filename();
      if (!name.starts_with("libwinnow_")) continue;
      std::filesystem::create_symlink(entry.path(), folder + "/" + name);
    }
    return program;
  }

  // The rows of findings.tsv of the pack.
  PracticeTable planted() {
    const std::string folder = folder_.path("pack");
    std::filesystem::create_directory(folder);
    EXPECT_TRUE(write_practice_files(practice_pack(), folder));
    auto table = parse_practice_table("findings.tsv",
                                      read_text(folder + "/" + kPracticeFindings));
    EXPECT_TRUE(table);
    return table ? *table : PracticeTable{};
  }

  TempFolder folder_;
};

TEST_F(Selftest, PassesInOneLine) {
  const SelftestReport report = test(WINNOW_PROGRAM);
  EXPECT_TRUE(report.record.has_passed);
  EXPECT_GE(report.record.checks, 200u);
  EXPECT_EQ(selftest_text(report),
            "self-test passed, fit for the functions tested; not accreditation (" +
                std::to_string(report.record.checks) +
                " checks, 0.1.0 (abc), 2026-11-18)\n");
}

TEST_F(Selftest, IsACommandThatKeepsItsRecordAndLeavesNothingElse) {
  const std::string temporary = folder_.path("tmp");
  std::filesystem::create_directory(temporary);
  ::setenv("TMPDIR", temporary.c_str(), 1);
  const Ran ran = winnow({"selftest"});
  ::unsetenv("TMPDIR");
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_TRUE(std::regex_match(
      ran.out, std::regex("self-test passed, fit for the functions tested; not "
                          "accreditation \\([0-9]+ checks, .*, [0-9-]{10}\\)\n")))
      << ran.out;
  EXPECT_TRUE(std::filesystem::is_empty(temporary));
  const auto last = last_selftest();
  ASSERT_TRUE(last && last->has_value());
  EXPECT_TRUE((*last)->has_passed);
  EXPECT_EQ((*last)->line + "\n", ran.out);
}

TEST_F(Selftest, LeavesItsExhibitsWhereItIsAskedTo) {
  const std::string kept = folder_.path("kept");
  const Ran ran = winnow({"selftest", "--keep", kept, "--json"});
  EXPECT_EQ(ran.status, 0);
  const auto answer = parse_json(ran.out);
  EXPECT_TRUE(answer["passed"].GetBool());
  EXPECT_EQ(answer["failures"].Size(), 0u);
  for (const char* device : kPracticeDevices) {
    EXPECT_TRUE(std::filesystem::exists(kept + "/" + device));
  }
  EXPECT_EQ(winnow({"findings", "--case", kept + "/case"}).status, 0);
  EXPECT_EQ(winnow({"selftest", "--keep", kept}).status, 2);
}

TEST_F(Selftest, FailsWhenAByteOfASetIsChanged) {
  const std::string whole = folder_.path("set.wset");
  ASSERT_TRUE(planted().size() > 10);
  ASSERT_EQ(winnow({"hashset", "learn", whole, folder_.path("pack/reference"), "--name",
                    "practice"})
                .status,
            0);
  const auto size = std::filesystem::file_size(whole);
  for (const std::uint64_t at : {std::uint64_t{20}, size / 3, size / 2, size - 1}) {
    const SelftestReport report = test(changing("learned.wset", at));
    expect_failed(report, "set", "learned.wset");
    std::filesystem::remove_all(folder_.path("work"));
  }
}

TEST_F(Selftest, FailsWhenAByteOfAPlantedFileIsChanged) {
  // Of a file in many pieces, of one in an archive, of what is left of a deleted one.
  std::size_t changed = 0;
  for (const auto& row : planted()) {
    const std::string& path = row.at("path");
    if (!path.ends_with("/large.jpg") && !path.ends_with("//pictures/boat.jpg") &&
        row.at("kind") != "block") {
      continue;
    }
    const std::string last = row.at("runs").substr(row.at("runs").rfind(',') + 1);
    const std::uint64_t middle =
        std::stoull(last) + std::stoull(last.substr(last.find('+') + 1)) / 2;
    const SelftestReport report = test(changing(row.at("exhibit"), middle));
    expect_failed(report, "SHA-256 of " + row.at("exhibit"), "");
    expect_failed(report, path, "");
    std::filesystem::remove_all(folder_.path("work"));
    ++changed;
  }
  EXPECT_EQ(changed, 4u);
}

TEST_F(Selftest, FailsWhenAByteWhereNothingIsPlantedIsChanged) {
  const SelftestReport report = test(changing("stick.img", 30'000'000));
  expect_failed(report, "SHA-256 of stick.img", "");
  EXPECT_EQ(report.failed.size(), 1u);
}

TEST_F(Selftest, FailsWhenAByteOfWhatTheProgramCarriesIsChanged) {
  const Bytes pack = practice_pack();
  // A digest, a place, a content.
  for (const std::size_t at : {std::size_t{40}, std::size_t{110}, pack.size() / 2}) {
    std::vector<std::byte> changed(pack.begin(), pack.end());
    changed[at] ^= std::byte{1};
    const SelftestReport report = test(WINNOW_PROGRAM, changed);
    EXPECT_FALSE(report.record.has_passed) << at;
    EXPECT_FALSE(report.failed.empty());
    std::filesystem::remove_all(folder_.path("work"));
  }
}

TEST_F(Selftest, FailsWhenALibraryOfThisProcessAnswersWrongly) {
  g_library_lies = true;
  const SelftestReport report = test(WINNOW_PROGRAM);
  g_library_lies = false;
  expect_failed(report, "md5 of \"abc\"", "900150993cd24fb0d6963f7d28e17f72");
  expect_failed(report, "sha256 of a million times \"a\"", "");
}

TEST_F(Selftest, FailsWhenALibraryOfTheWorkerAnswersWrongly) {
  const SelftestReport report = test(with_lying_worker());
  expect_failed(report, "holiday.zip//pictures/boat.jpg", "nothing");
}

// Emptied by the program after it looked at the changed audit log of the same case.
TEST_F(Selftest, FailsWhenAJournalIsEmpty) {
  const std::string script = folder_.path("winnow");
  std::ofstream(script) << "#!/bin/bash\n'" << WINNOW_PROGRAM << "' \"$@\"\n"
                        << "status=$?\n"
                        << "if [[ $1 == verify && $3 == */second-case ]]; then\n"
                        << "  truncate -s 0 \"$3\"/journal/*\n"
                        << "fi\nexit $status\n";
  ::chmod(script.c_str(), 0700);
  expect_failed(test(script), "a journal to be changed", "none");
}

TEST_F(Selftest, FailsWithoutAWorker) {
  const std::string program = with_lying_worker();
  std::filesystem::remove(folder_.path("bin/winnow-worker"));
  expect_failed(test(program), "winnow", "winnow-worker");
}

TEST_F(Selftest, TellsTheSameInJsonAndInWords) {
  const SelftestReport report = test(changing("stick.img", 30'000'000));
  const auto json = parse_json(selftest_json(report));
  EXPECT_FALSE(json["passed"].GetBool());
  ASSERT_EQ(json["failures"].Size(), 1u);
  EXPECT_STREQ(json["failures"][0]["what"].GetString(), "SHA-256 of stick.img");
  EXPECT_NE(selftest_text(report).find("  SHA-256 of stick.img: expected "),
            std::string::npos);
}

}  // namespace
}  // namespace winnow::test
