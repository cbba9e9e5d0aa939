#include "drivers/store/manifest.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

const std::string kDigest(64, 'a');

std::string line(const std::string& path) {
  return kDigest + "  " + path + "\n";
}

TEST(Manifest, IsReadAsItWasWritten) {
  const std::vector<ManifestLine> lines = {
      {"a", kDigest}, {"b/c d", std::string(64, '0')}, {"b/\xc3\xa4", kDigest}};
  const auto read = parse_manifest(manifest_text(lines), "m");
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(*read, lines);
  EXPECT_TRUE(parse_manifest("", "m")->empty());
}

TEST(Manifest, OtherTextIsAFaultThatNamesTheLine) {
  for (const std::string& bad :
       {kDigest + "  a", kDigest + " a\n", std::string(63, 'a') + "  a\n",
        std::string(64, 'A') + "  a\n", kDigest + "  \n", std::string("\n"),
        line("/etc/passwd"), line("../a"), line("a/../b"), line("a//b"), line("a/"),
        line("."), line("a\\b"), line(std::string("a\0b", 3)), line("a\rb")}) {
    const auto read = parse_manifest(line("0") + bad, "m");
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().place, "m");
    EXPECT_EQ(read.error().what.find("line 2 "), 0u) << read.error().what;
  }
  EXPECT_FALSE(parse_manifest(line("b") + line("a"), "m"));
  EXPECT_FALSE(parse_manifest(line("a") + line("a"), "m")) << "named twice";
}

}  // namespace
}  // namespace winnow
