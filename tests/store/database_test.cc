#include "drivers/store/database.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

TEST(Database, GivesBackWhatWasStored) {
  const TempFolder folder;
  auto database = Database::open(folder.path("a.db"));
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute("CREATE TABLE t (a, b, c, d, e)"));
  const std::array<std::byte, 3> blob = {std::byte{0}, std::byte{255}, std::byte{0}};
  {
    auto insert = database->prepare("INSERT INTO t VALUES (?,?,?,?,?)");
    ASSERT_TRUE(insert);
    insert->bind(1, std::int64_t{-5});
    insert->bind_unsigned(2, std::numeric_limits<std::uint64_t>::max());
    insert->bind(3, std::string_view("\xc3\xa4\0x", 4));
    insert->bind(4, Bytes(blob));
    insert->bind_null(5);
    ASSERT_TRUE(insert->run());
    insert->bind(3, std::string_view());
    insert->bind(4, Bytes());
    ASSERT_TRUE(insert->run());
  }
  auto select = database->prepare("SELECT * FROM t ORDER BY rowid");
  ASSERT_TRUE(select);
  ASSERT_TRUE(*select->step());
  EXPECT_EQ(select->column_count(), 5);
  EXPECT_EQ(select->number(0), -5);
  EXPECT_EQ(select->unsigned_number(1), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(select->text(2), std::string_view("\xc3\xa4\0x", 4));
  EXPECT_EQ(text_of(select->blob(3)), text_of(blob));
  EXPECT_TRUE(select->is_null(4));
  ASSERT_TRUE(*select->step());
  EXPECT_FALSE(select->is_null(2)) << "an empty text is not nothing";
  EXPECT_EQ(select->text(2), "");
  EXPECT_FALSE(select->is_null(3));
  EXPECT_TRUE(select->blob(3).empty());
  EXPECT_FALSE(*select->step());
}

TEST(Database, ATransactionIsUndoneUnlessCommitted) {
  const TempFolder folder;
  auto database = Database::open(folder.path("a.db"));
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute("CREATE TABLE t (a)"));
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database->execute("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(*database->query_number("SELECT count(*) FROM t"), 0);
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database->execute("INSERT INTO t VALUES (1)"));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(*database->query_number("SELECT count(*) FROM t"), 1);
}

TEST(Database, MistakesAreFaultsWithTheFilesName) {
  const TempFolder folder;
  auto database = Database::open(folder.path("a.db"));
  ASSERT_TRUE(database);
  const auto wrong = database->prepare("SELECT nothing FROM nowhere");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().place, folder.path("a.db"));
  EXPECT_FALSE(database->execute("nonsense"));
  EXPECT_FALSE(Database::open(folder.path("no/such/folder/a.db")));
}

TEST(Database, ABindingThatCannotBeIsAFault) {
  const TempFolder folder;
  auto database = Database::open(folder.path("a.db"));
  ASSERT_TRUE(database);
  auto statement = database->prepare("SELECT ?");
  ASSERT_TRUE(statement);
  statement->bind(2, std::int64_t{1});
  EXPECT_FALSE(statement->step());
}

TEST(Database, ADamagedFileNamesTheRemedy) {
  const TempFolder folder;
  const auto database = Database::open(
      folder.write("a.db", "this is no database, " + std::string(4096, 'x')));
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, FaultKind::malformed);
  EXPECT_NE(database.error().what.find("winnow verify --rebuild"), std::string::npos);
}

}  // namespace
}  // namespace winnow
