#include "drivers/store/bulk_insert.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "drivers/store/case_schema.h"
#include "drivers/store/case_tables.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

constexpr auto kColumns =
    std::to_array<std::string_view>({"key", "offset", "name", "full"});
constexpr BulkTable kTable{"t", kColumns};
constexpr BulkTable kReplacing{"t", kColumns, 1};

class BulkInserting : public testing::Test {
 protected:
  BulkInserting() : database(open(folder.path("a.db"))) {}

  static Database open(const std::string& path) {
    auto opened = Database::open(path);
    EXPECT_TRUE(opened);
    EXPECT_TRUE(
        opened->execute("CREATE TABLE t (key INTEGER PRIMARY KEY, \"offset\" INTEGER, "
                        "name TEXT, \"full\" BLOB)"));
    return std::move(*opened);
  }
  BulkInsert into(const BulkTable& table) {
    auto rows = BulkInsert::into(database, table);
    EXPECT_TRUE(rows) << (rows ? "" : rows.error().line());
    return std::move(*rows);
  }
  [[nodiscard]] std::int64_t ask(const std::string& sql) {
    const auto number = database.query_number(sql);
    EXPECT_TRUE(number);
    return number ? *number : -1;
  }

  const TempFolder folder;
  Database database;
};

TEST_F(BulkInserting, PutsValuesAsTheyAre) {
  const std::array<std::byte, 3> blob = {std::byte{0}, std::byte{255}, std::byte{0}};
  BulkInsert rows = into(kTable);
  rows.number(-5).count(std::numeric_limits<std::uint64_t>::max());
  rows.text(std::string_view("\xc3\xa4\0x", 4)).blob(blob);
  ASSERT_TRUE(rows.end_row());
  rows.number(7).nothing().text("").blob({});
  ASSERT_TRUE(rows.end_row());
  ASSERT_TRUE(rows.flush());
  auto select = database.prepare("SELECT * FROM t ORDER BY key");
  ASSERT_TRUE(select);
  ASSERT_TRUE(*select->step());
  EXPECT_EQ(select->number(0), -5);
  EXPECT_EQ(select->unsigned_number(1), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(select->text(2), std::string_view("\xc3\xa4\0x", 4));
  EXPECT_EQ(text_of(select->blob(3)), text_of(blob));
  ASSERT_TRUE(*select->step());
  EXPECT_TRUE(select->is_null(1));
  EXPECT_FALSE(select->is_null(2)) << "an empty text is not nothing";
  EXPECT_FALSE(select->is_null(3));
  EXPECT_FALSE(*select->step());
}

// Rows far beyond one step, each once, views of each gone before the next.
TEST_F(BulkInserting, PutsEveryRowOnce) {
  constexpr std::int64_t kRows = 5000;
  BulkInsert rows = into(kTable);
  for (std::int64_t key = 0; key < kRows; ++key) {
    const std::string name(100 + static_cast<std::size_t>(key % 7), 'n');
    rows.number(key).number(2 * key).text(name).blob(bytes_of(name));
    ASSERT_TRUE(rows.end_row());
  }
  EXPECT_GT(ask("SELECT count(*) FROM t"), 0) << "they go in steps";
  ASSERT_TRUE(rows.flush());
  ASSERT_TRUE(rows.flush());
  EXPECT_EQ(ask("SELECT count(*) FROM t"), kRows);
  EXPECT_EQ(ask("SELECT count(*) FROM t WHERE \"offset\" = 2 * key AND "
                "length(name) = 100 + key % 7 AND length(\"full\") = length(name)"),
            kRows);
}

TEST_F(BulkInserting, ARowMayTakeThePlaceOfAnother) {
  BulkInsert rows = into(kReplacing);
  for (const char* name : {"first", "second", "third"}) {
    rows.number(1).nothing().text(name).nothing();
    ASSERT_TRUE(rows.end_row());
  }
  ASSERT_TRUE(rows.flush());
  EXPECT_EQ(ask("SELECT count(*) FROM t"), 1);
  EXPECT_EQ(ask("SELECT name = 'third' FROM t"), 1);
}

TEST_F(BulkInserting, OtherwiseAKeyIsThereOnce) {
  BulkInsert rows = into(kTable);
  for (int i = 0; i < 2; ++i) {
    rows.number(1).nothing().text("a").nothing();
    ASSERT_TRUE(rows.end_row());
  }
  const auto done = rows.flush();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().place, folder.path("a.db"));
}

TEST_F(BulkInserting, ARowHasAValueForEachColumn) {
  BulkInsert few = into(kTable);
  few.number(1).nothing().text("a");
  EXPECT_FALSE(few.flush()) << "it was not ended";
  EXPECT_FALSE(few.end_row());
  BulkInsert many = into(kTable);
  many.number(1).nothing().text("a").nothing().nothing();
  EXPECT_FALSE(many.end_row());
  EXPECT_EQ(ask("SELECT count(*) FROM t"), 0);
}

TEST_F(BulkInserting, ATableOrColumnThatIsNotThereIsAFault) {
  constexpr auto kOther = std::to_array<std::string_view>({"key", "other"});
  EXPECT_FALSE(BulkInsert::into(database, {"t", kOther}));
  EXPECT_FALSE(BulkInsert::into(database, {"nowhere", kColumns}));
}

// What is written is what the schema has, no column left to chance.
TEST_F(BulkInserting, KnowsEveryColumnOfTheCase) {
  ASSERT_TRUE(database.execute(kSchema));
  const BulkTable tables[] = {kExhibitsTable,        kMetadataTable,     kSetsTable,
                              kVolumesTable,         kFilesTable,        kDigestsTable,
                              kMembersTable,         kPicturesTable,     kClassesTable,
                              kClassedPicturesTable, kNamedDigestsTable, kFindingsTable,
                              kBlockFindingsTable,   kProblemsTable};
  EXPECT_EQ(std::size(tables), kTables.size());
  for (const BulkTable& table : tables) {
    EXPECT_TRUE(BulkInsert::into(database, table)) << table.name;
    const auto all = database.prepare("SELECT * FROM " + std::string(table.name));
    ASSERT_TRUE(all);
    EXPECT_EQ(static_cast<std::size_t>(all->column_count()), table.columns.size());
  }
}

}  // namespace
}  // namespace winnow
