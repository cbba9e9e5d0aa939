#include "hashsets/learning/file_categories.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

using Code = std::optional<std::int64_t>;

TEST(FileCategories, AreTheNumberOfTheFirstFolder) {
  const FileCategories categories{std::nullopt};
  EXPECT_EQ(categories.of("4/a.jpg").code, Code(4));
  EXPECT_EQ(categories.of("0/5/a.jpg").code, Code(0));
  EXPECT_EQ(categories.of("-1/a.jpg").code, Code(-1));
  EXPECT_EQ(categories.of("4").code, Code());
  EXPECT_EQ(categories.of("4x/a.jpg").code, Code());
  EXPECT_EQ(categories.of("four/4/a.jpg").code, Code());
  EXPECT_EQ(categories.of("99999999999999999999/a").code, Code());
}

TEST(FileCategories, OneForAllWins) {
  const FileCategories categories{2};
  EXPECT_EQ(categories.of("4/a.jpg").code, Code(2));
  EXPECT_EQ(categories.of("a.jpg").code, Code(2));
}

TEST(FileCategories, ComeFromATable) {
  const TempFolder folder;
  const std::string path = folder.write("table.csv",
                                        "\xEF\xBB\xBFPath,Category,Label\r\n"
                                        "4/a.jpg,1,worst\r\n"
                                        "\"b, c.jpg\",,\r\n"
                                        "4/a.jpg,1,worst\r\n"
                                        "gone,3,x\r\n");
  const auto categories = FileCategories::open(path);
  ASSERT_TRUE(categories) << categories.error().line();
  EXPECT_EQ(categories->of("4/a.jpg").code, Code(1));
  EXPECT_EQ(categories->of("4/a.jpg").label, "worst");
  EXPECT_EQ(categories->of("b, c.jpg").code, Code());
  EXPECT_EQ(categories->of("4/other.jpg").code, Code(4));
  EXPECT_EQ(categories->without_a_file({{"4/a.jpg", {}}, {"b, c.jpg", {}}}),
            std::vector<std::string>{"gone"});
}

TEST(FileCategories, ATableThatIsNotOneIsAFaultWithItsLine) {
  const TempFolder folder;
  const auto line_of = [&](std::string_view text) {
    const auto opened = FileCategories::open(folder.write("table", text));
    return opened ? std::string("taken") : opened.error().place;
  };
  const std::string table = folder.path("table");
  EXPECT_EQ(line_of(""), table + ":1");
  EXPECT_EQ(line_of("a,1\n"), table + ":1");
  EXPECT_EQ(line_of("path,category,label,more\n"), table + ":1");
  EXPECT_EQ(line_of("path,category\na,1\nb\n"), table + ":3");
  EXPECT_EQ(line_of("path,category\na,one\n"), table + ":2");
  EXPECT_EQ(line_of("path,category\na,1 \n"), table + ":2");
  EXPECT_EQ(line_of("path,category\na,1\n\na,2\n"), table + ":4");
  EXPECT_EQ(line_of("path,category\n\"a\"b,2\n"), table + ":2");
  EXPECT_EQ(line_of("path,category\n\"a,2\n"), table + ":2");
  EXPECT_EQ(line_of("path,category\na,1\n"), "taken");
}

}  // namespace
}  // namespace winnow
