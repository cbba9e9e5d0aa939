// OwnStateFolder: the folder of records of one test, which is gone after it.
#ifndef WINNOW_TESTS_SELFTEST_OWN_STATE_FOLDER_H_
#define WINNOW_TESTS_SELFTEST_OWN_STATE_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace winnow::test {

class OwnStateFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "winnow-state-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    ::setenv("WINNOW_STATE", (folder_ + "/winnow").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("WINNOW_STATE");
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string state() const { return folder_ + "/winnow"; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(state() + "/" + name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(state() + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string folder_;
};

}  // namespace winnow::test

#endif  // WINNOW_TESTS_SELFTEST_OWN_STATE_FOLDER_H_
