// What a child can do that someone has taken over: nothing that matters.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

class Confinement : public ::testing::Test {
 protected:
  // What the prisoner tried on this exhibit, and how it ended.
  std::map<std::string, std::string> attempts_on(const std::string& exhibit) {
    const std::string program =
        winnow_with_worker(folder_.path("bin"), WINNOW_PRISONER_WORKER);
    write_text(folder_.path("list.md5"), std::string(32, 'a') + "\n");
    // The child's error output is kept where a sanitizer is to report on it.
    const Ran ran = run({"env", "UBSAN_OPTIONS=", program, "scan", exhibit, "--hashset",
                         folder_.path("list.md5"), "--case", folder_.path("case")});
    EXPECT_EQ(ran.status, 0) << ran.err;
    return attempts_in(ran.err);
  }

  static std::map<std::string, std::string> attempts_in(const std::string& told) {
    std::map<std::string, std::string> attempts;
    std::istringstream lines(told);
    for (std::string line; std::getline(lines, line);) {
      const auto colon = line.rfind(": ");
      if (colon != std::string::npos) {
        attempts[line.substr(0, colon)] = line.substr(colon + 2);
      }
    }
    return attempts;
  }

  static void expect_all_failed(const std::map<std::string, std::string>& attempts) {
    int tried = 0;
    for (const auto& [what, how] : attempts) {
      std::printf("%-36s %s\n", what.c_str(), how.c_str());
      EXPECT_NE(how, "done") << what;
      tried += how[0] == 'E' ? 1 : 0;
    }
    EXPECT_EQ(tried, 18) << "not every attempt was made";
  }

  TempFolder folder_;
};

bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

TEST_F(Confinement, OfAnImage) {
  if (is_sanitized()) GTEST_SKIP() << "no seccomp under sanitizers";
  ASSERT_EQ(run({WINNOW_PRACTICE_DEVICES, folder_.path("")}).status, 0);
  expect_all_failed(attempts_on(folder_.path("stick-fat.img")));
}

// A folder's files must be opened by name, below it and nowhere else.
TEST_F(Confinement, OfAFolder) {
  if (is_sanitized()) GTEST_SKIP() << "no seccomp under sanitizers";
  std::filesystem::create_directories(folder_.path("exhibit/below"));
  write_text(folder_.path("exhibit/below/a.txt"), "a");
  const auto attempts = attempts_on(folder_.path("exhibit"));
  if (attempts.count("open a path") > 0 && attempts.at("open a path") == "done") {
    // Then seccomp alone stands: say so rather than pass.
    const Ran version = winnow({"--version", "--json"});
    ASSERT_NE(version.out.find("\"lacking\":[\"Landlock\""), std::string::npos);
    GTEST_SKIP() << "this kernel has no Landlock";
  }
  expect_all_failed(attempts);
}

TEST_F(Confinement, OfWhoDecodesOnePicture) {
  if (is_sanitized()) GTEST_SKIP() << "no seccomp under sanitizers";
  ASSERT_EQ(run({WINNOW_PRACTICE_DEVICES, folder_.path("")}).status, 0);
  static_cast<void>(attempts_on(folder_.path("stick-fat.img")));
  const std::string a_case = folder_.path("case");
  const std::string module = "libwinnow_video.so";  // for any picture may be a film
  std::filesystem::copy_file(
      std::filesystem::path(WINNOW_WORKER).replace_filename(module),
      folder_.path("bin/" + module));
  for (const char* role : {"administrator", "supervisor"}) {
    const Ran ran = winnow({"people", "--case", a_case, "--grant", role, role,
                            "--operator", "administrator"});
    ASSERT_EQ(ran.status, 0) << ran.err;
  }
  const Ran ran =
      run({"env", "UBSAN_OPTIONS=", folder_.path("bin/winnow"), "glimpse", "--case",
           a_case, "--exhibit", "stick-fat.img", "--item", "1", "--out",
           folder_.path("a.pgm"), "--operator", "supervisor", "--reason", "a test"});
  expect_all_failed(attempts_in(ran.err));
}

TEST_F(Confinement, IsStatedByTheProgram) {
  const Ran version = winnow({"--version", "--json"});
  const auto document = parse_json(version.out);
  ASSERT_TRUE(document.IsObject() && document.HasMember("worker_confinement"));
  EXPECT_FALSE(document["worker_confinement"]["in_force"].Empty());
  EXPECT_FALSE(document["worker_libraries"].ObjectEmpty());
}

}  // namespace
}  // namespace winnow::test
