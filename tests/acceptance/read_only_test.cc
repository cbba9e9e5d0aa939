// Evidence is read-only: what was scanned is byte for byte and to the nanosecond what
// it was, and the system calls show that it was opened for reading and in no other way.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <map>
#include <sstream>

#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

struct FileState {
  std::string sha256;
  long seconds;
  long nanoseconds;
  bool operator==(const FileState&) const = default;
};

std::map<std::string, FileState> states() {
  std::map<std::string, FileState> all;
  for (const std::string& file : evidence_files()) {
    struct stat info {};
    EXPECT_EQ(::stat(file.c_str(), &info), 0);
    all[file] = {sha256_of_file(file), info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
  }
  return all;
}

TEST(ReadOnly, evidence_is_untouched_and_opened_for_reading_only) {
  if (evidence_folder().empty()) GTEST_SKIP() << kNoEvidence;
  if (!has_program("strace")) GTEST_SKIP() << "strace is not installed";
  const TempFolder folder;
  const auto before = states();
  // In an instrumented build: the leak check cannot run below strace.
  ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
  write_text(folder.path("list.md5"), "00000000000000000000000000000001  nothing\n");
  std::vector<std::string> command = {"strace",
                                      "-f",
                                      "-y",
                                      "-e",
                                      "trace=open,openat,openat2,creat,truncate,unlink,"
                                      "unlinkat,rename,renameat,renameat2,utimensat,"
                                      "fchmod,fchmodat,chmod",
                                      "-o",
                                      folder.path("trace"),
                                      WINNOW_PROGRAM,
                                      "scan",
                                      "--hashset",
                                      folder.path("list.md5"),
                                      "--case",
                                      folder.path("case")};
  for (const std::string& image : evidence_images()) {
    command.push_back(evidence_folder() + "/" + image);
  }
  const Ran ran = run(command);
  ASSERT_EQ(ran.status, 3) << ran.err;  // some of the images cannot be read by design
  EXPECT_EQ(states(), before);

  std::istringstream trace(read_text(folder.path("trace")));
  std::string line;
  int opened = 0;
  while (std::getline(trace, line)) {
    if (line.find(evidence_folder()) == std::string::npos) continue;
    if (line.find("execve") != std::string::npos) continue;
    const auto says = [&line](const char* word) {
      return line.find(word) != std::string::npos;
    };
    EXPECT_TRUE(says("open") && says("O_RDONLY")) << line;
    EXPECT_FALSE(says("O_WRONLY") || says("O_RDWR") || says("O_CREAT") ||
                 says("O_TRUNC"))
        << line;
    ++opened;
  }
  EXPECT_GE(opened, static_cast<int>(evidence_images().size()));
}

// A folder's files are fresh: to read one without care would change when it was last
// read, and with that what the folder is.
TEST(ReadOnlyFolder, CanBeGoneOnWithAndKeepsItsTimes) {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path("exhibit"));
  for (int i = 0; i < 40; ++i) {
    write_text(folder.path("exhibit/" + std::to_string(i)), std::to_string(i));
  }
  write_text(folder.path("list.md5"), std::string(32, 'a') + "\n");
  const auto accessed = [&folder](int i) {
    struct stat info {};
    EXPECT_EQ(::stat(folder.path("exhibit/" + std::to_string(i)).c_str(), &info), 0);
    return std::pair(info.st_atim.tv_sec, info.st_atim.tv_nsec);
  };
  const auto before = accessed(7);
  const auto scan = [&folder](const std::string& until) {
    return winnow({"scan", folder.path("exhibit"), "--hashset", folder.path("list.md5"),
                   "--case", folder.path("case"), "--until", until});
  };
  EXPECT_EQ(scan("everything").status, 0);
  EXPECT_EQ(accessed(7), before);
  // Cut off within its last record, the journal is gone on with, over the same files.
  for (const auto& entry :
       std::filesystem::directory_iterator(folder.path("case/journal"))) {
    std::filesystem::resize_file(entry.path(), entry.file_size() * 9 / 10);
  }
  const Ran again = scan("everything");
  EXPECT_EQ(again.status, 0) << again.err;
}

}  // namespace
}  // namespace winnow::test
