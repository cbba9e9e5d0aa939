#include "drivers/store/case_folder.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

TEST(CaseFolder, IsMadeAndOpenedAgain) {
  const TempFolder folder;
  const std::string path = folder.path("deep/case");
  ASSERT_TRUE(CaseFolder::check(path));
  EXPECT_FALSE(fs::exists(path)) << "a check writes nothing";
  ASSERT_TRUE(CaseFolder::open_or_create(path, "1.0"));
  EXPECT_TRUE(fs::is_directory(path + "/journal"));
  EXPECT_TRUE(fs::is_directory(path + "/sets"));
  const std::string file = TempFolder::read(path + "/case.json");
  EXPECT_EQ(file, "{\"winnow_case\":1,\"made_by\":\"1.0\"}\n");
  ASSERT_TRUE(CaseFolder::open_or_create(path, "2.0"));
  EXPECT_EQ(TempFolder::read(path + "/case.json"), file);
  EXPECT_TRUE(CaseFolder::open(path));
}

TEST(CaseFolder, ANewerCaseIsRefusedAndLeftAlone) {
  const TempFolder folder;
  fs::create_directory(folder.path("case"));
  const std::string file = folder.write("case/case.json", "{\"winnow_case\": 2}");
  const std::string expected =
      folder.path("case/case.json") +
      ": made by a newer version of Winnow (case format 2, this program reads 1); use "
      "that version";
  const auto checked = CaseFolder::check(folder.path("case"));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().line(), expected);
  const auto opened = CaseFolder::open(folder.path("case"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().line(), expected);
  EXPECT_FALSE(CaseFolder::open_or_create(folder.path("case"), "1"));
  EXPECT_FALSE(fs::exists(folder.path("case/journal")));
  EXPECT_EQ(TempFolder::read(file), "{\"winnow_case\": 2}");
}

TEST(CaseFolder, OtherThingsAreNotTakenForACase) {
  const TempFolder folder;
  fs::create_directory(folder.path("empty"));
  EXPECT_TRUE(CaseFolder::check(folder.path("empty")));
  EXPECT_FALSE(CaseFolder::open(folder.path("empty")));
  fs::create_directory(folder.path("full"));
  folder.write("full/holiday.jpg", "x");
  EXPECT_FALSE(CaseFolder::check(folder.path("full")));
  EXPECT_FALSE(CaseFolder::open_or_create(folder.path("full"), "1"));
  EXPECT_FALSE(CaseFolder::check(folder.write("file", "x")));
  for (const char* text : {"", "x", "[]", "{}", "{\"winnow_case\": \"1\"}",
                           "{\"winnow_case\": 99999999999999999999}"}) {
    fs::create_directories(folder.path("odd"));
    folder.write("odd/case.json", text);
    EXPECT_FALSE(CaseFolder::open(folder.path("odd"))) << text;
  }
}

TEST(CaseFolder, OneWriterAtATime) {
  const TempFolder folder;
  auto first = CaseFolder::open_or_create(folder.path("case"), "1");
  auto second = CaseFolder::open(folder.path("case"));
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->lock());
  EXPECT_FALSE(*second->try_lock());
  const auto refused = second->lock();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("another winnow is writing"), std::string::npos);
  first = CaseFolder::open(folder.path("case"));  // lets go of the lock
  EXPECT_TRUE(second->lock());
}

TEST(CaseFolder, JournalsAreNamedAfterTheExhibit) {
  const TempFolder folder;
  auto opened = CaseFolder::open_or_create(folder.path("case"), "1");
  ASSERT_TRUE(opened);
  const std::string plain = opened->journal_path("usb-1.E01");
  EXPECT_EQ(fs::path(plain).parent_path(), folder.path("case/journal"));
  EXPECT_EQ(fs::path(plain).filename().string().substr(0, 10), "usb-1.E01-");
  EXPECT_NE(opened->journal_path("a/b"), opened->journal_path("a_b"));
  for (const char* ref : {"../../etc/passwd", "", ".hidden", "a/b", "\xc3\xa4 b"}) {
    EXPECT_EQ(fs::path(opened->journal_path(ref)).parent_path(),
              folder.path("case/journal"))
        << ref;
  }
  EXPECT_LT(
      fs::path(opened->journal_path(std::string(5000, 'x'))).filename().string().size(),
      120u);
}

TEST(CaseFolder, ListsItsJournalsInOrder) {
  const TempFolder folder;
  auto opened = CaseFolder::open_or_create(folder.path("case"), "1");
  ASSERT_TRUE(opened);
  folder.write("case/journal/b.wj", "x");
  folder.write("case/journal/a.wj", "x");
  folder.write("case/journal/a.1.wj.old", "x");
  const auto journals = opened->journals();
  ASSERT_TRUE(journals);
  EXPECT_EQ(*journals, (std::vector<std::string>{folder.path("case/journal/a.wj"),
                                                 folder.path("case/journal/b.wj")}));
}

}  // namespace
}  // namespace winnow
