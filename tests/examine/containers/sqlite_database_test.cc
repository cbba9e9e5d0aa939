#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "scanner/examine/containers/sqlite_wal.h"
#include "tests/base/temp_folder.h"
#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

// A whole PNG by its chunks, and long enough to be a member.
std::string picture(char mark) {
  const std::string data(60, mark);
  return std::string("\x89PNG\r\n\x1A\n\0\0\0\x3CIDAT", 16) + data + "sum." +
         std::string("\0\0\0\0IEND----", 12);
}

std::string base64(const std::string& bytes) {
  constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 |
             (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (int k = 3; k >= 0; --k) text += kDigits[bits >> (6 * k) & 63];
  }
  for (std::size_t i = 0; i < (3 - bytes.size() % 3) % 3; ++i) {
    text[text.size() - 1 - i] = '=';
  }
  return text;
}

std::string hex_literal(const std::string& bytes) {
  return "x'" + to_hex(bytes_of(bytes)) + "'";
}

// A database in a file of its own.
class Database {
 public:
  Database() : path_(folder_.path("chat.db")) {
    EXPECT_EQ(sqlite3_open(path_.c_str(), &database_), SQLITE_OK);
  }
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql) {
    EXPECT_EQ(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(database_);
  }
  [[nodiscard]] std::string bytes() const { return file_bytes(path_); }
  [[nodiscard]] MemorySiblings beside() const {
    std::map<std::string, std::string> files;
    for (const char* end : {"-wal", "-journal"}) {
      if (std::filesystem::exists(path_ + end)) {
        files[std::string("chat.db") + end] = file_bytes(path_ + end);
      }
    }
    return MemorySiblings(std::move(files), "chat.db");
  }
  [[nodiscard]] Opened open() const {
    MemorySiblings siblings = beside();
    return open_all(ContentType::sqlite, bytes(), &siblings);
  }

 private:
  TempFolder folder_;
  std::string path_;
  sqlite3* database_ = nullptr;
};

using Names = std::vector<std::string>;

TEST(SqliteDatabase, BlobsAndTextsOfEveryTable) {
  Database database;
  database.run(
      "PRAGMA journal_mode=OFF; CREATE TABLE media(id INTEGER PRIMARY KEY, "
      "data BLOB, preview TEXT); CREATE TABLE \"odd \"\" name/x\"(k TEXT PRIMARY "
      "KEY, v BLOB) WITHOUT ROWID;");
  database.run("INSERT INTO media VALUES (7," + hex_literal(picture('a')) + ",'" +
               base64(picture('b')) + "'),(9,x'00','short'),(11," +
               hex_literal(std::string("\x0A\x20", 2) + picture('c') + "tail") +
               ",'data:image/png;base64," + base64(picture('d')) + "')");
  database.run("INSERT INTO \"odd \"\" name/x\" VALUES ('key'," +
               hex_literal(picture('e')) + ")");
  const Opened opened = database.open();
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_TRUE(opened.notes.empty());
  ASSERT_EQ(opened.names(),
            (Names{"media/7/data", "media/7/preview", "media/11/data",
                   "media/11/data@2", "media/11/preview", "odd \" name%2Fx/1/v"}));
  EXPECT_EQ(opened.members[0].bytes, picture('a'));
  EXPECT_EQ(opened.members[1].bytes, picture('b'));
  EXPECT_EQ(opened.members[3].bytes, picture('c'));
  EXPECT_EQ(opened.members[4].bytes, picture('d'));
  EXPECT_EQ(opened.members[5].bytes, picture('e'));
}

TEST(SqliteDatabase, LongBlobsComeWhole) {
  Database database;
  const std::string blob = picture('z') + std::string(3 << 20, 'q');
  database.run("CREATE TABLE t(b); INSERT INTO t VALUES (" + hex_literal(blob) + ")");
  const Opened opened = database.open();
  ASSERT_EQ(opened.names(), (Names{"t/1/b"}));
  EXPECT_EQ(opened.members[0].bytes, blob);
}

TEST(SqliteDatabase, DigestsThatItNames) {
  Database database;
  database.run(
      "CREATE TABLE transfers(name, md5 TEXT, link TEXT, file_hash BLOB);"
      "INSERT INTO transfers VALUES ('a','00112233445566778899AABBCCDDEEFF',"
      "'magnet:?xt=urn:sha1:AAISEM2EKVTHPCEZVK54ZXPO74ABCIRT',"
      "x'0102030405060708090a0b0c0d0e0f1011121314')");
  const Opened opened = database.open();
  ASSERT_EQ(opened.digests.size(), 3u);
  EXPECT_EQ(opened.digests[0].first.hex(), "00112233445566778899aabbccddeeff");
  EXPECT_EQ(opened.digests[0].second, "table transfers, column md5, row 1");
  EXPECT_EQ(opened.digests[1].first.hex(), "00112233445566778899aabbccddeeff00112233");
  EXPECT_EQ(opened.digests[2].first.hex(), "0102030405060708090a0b0c0d0e0f1011121314");
}

TEST(SqliteDatabase, NothingOfTheSchemaIsRun) {
  Database database;
  database.run(
      "CREATE TABLE t(b BLOB, c BLOB GENERATED ALWAYS AS "
      "(zeroblob(length(b) * 1000)) VIRTUAL);"
      "CREATE VIEW v AS SELECT randomblob(100) AS r;"
      "CREATE VIRTUAL TABLE f USING fts5(body);");
  database.run("INSERT INTO t(b) VALUES (" + hex_literal(picture('a')) + ")");
  database.run("INSERT INTO f VALUES ('some words')");
  const Opened opened = database.open();
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_NE(opened.find("t/1/b"), nullptr);
  for (const std::string& name : opened.names()) {
    EXPECT_NE(name.substr(0, 2), "v/");
    EXPECT_EQ(name.find("/c"), std::string::npos) << name;
  }
  EXPECT_EQ(opened.notes,
            (Names{"table f is virtual and is read where its parts are stored"}));
}

TEST(SqliteDatabase, TextOfSixteenBitDatabases) {
  Database database;
  database.run(
      "PRAGMA encoding='UTF-16le'; CREATE TABLE t(x); INSERT INTO t VALUES ('" +
      base64(picture('u')) + "'),('00112233445566778899aabbccddeeff')");
  const Opened opened = database.open();
  ASSERT_EQ(opened.names(), (Names{"t/1/x"}));
  EXPECT_EQ(opened.members[0].bytes, picture('u'));
  EXPECT_EQ(opened.digests.size(), 1u);
}

// ---- The log beside a database.

TEST(SqliteLog, RowsInTheLogAndTheirEarlierForms) {
  Database database;
  database.run(
      "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
      "CREATE TABLE t(b); INSERT INTO t VALUES (" +
      hex_literal(picture('1')) + "); PRAGMA wal_checkpoint(TRUNCATE);");
  database.run("UPDATE t SET b=" + hex_literal(picture('2')));
  database.run("UPDATE t SET b=" + hex_literal(picture('3')));
  const Opened opened = database.open();
  EXPECT_FALSE(opened.fault.has_value());
  ASSERT_EQ(opened.members.size(), 3u);
  EXPECT_EQ(opened.members[0].member.name, "t/1/b");
  EXPECT_EQ(opened.members[0].bytes, picture('3'));
  EXPECT_EQ(opened.members[1].member.name, "under-log/page-2/1/column-1");
  EXPECT_EQ(opened.members[1].bytes, picture('1'));
  EXPECT_EQ(opened.members[2].member.name, "log/frame-1/1/column-1");
  EXPECT_EQ(opened.members[2].bytes, picture('2'));
}

TEST(SqliteLog, WithoutItsLogADatabaseIsAsItWas) {
  Database database;
  database.run(
      "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
      "CREATE TABLE t(b); INSERT INTO t VALUES (" +
      hex_literal(picture('1')) + "); PRAGMA wal_checkpoint(TRUNCATE);");
  database.run("UPDATE t SET b=" + hex_literal(picture('2')));
  const Opened opened = open_all(ContentType::sqlite, database.bytes());
  ASSERT_EQ(opened.names(), (Names{"t/1/b"}));
  EXPECT_EQ(opened.members[0].bytes, picture('1'));
}

TEST(SqliteLog, LogAloneIsReadToo) {
  Database database;
  database.run(
      "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
      "CREATE TABLE t(b); INSERT INTO t VALUES (" +
      hex_literal(picture('1') + std::string(20000, 'x')) + ")");
  auto siblings = database.beside();
  const auto log = siblings.open("chat.db-wal");
  ASSERT_NE(log, nullptr);
  std::string bytes(log->size_bytes(), '\0');
  ASSERT_TRUE(log->read(0, std::as_writable_bytes(std::span(bytes))).has_value());
  const Opened opened = open_all(ContentType::sqlite_log, bytes);
  EXPECT_FALSE(opened.fault.has_value());
  ASSERT_FALSE(opened.members.empty());
  EXPECT_TRUE(std::any_of(
      opened.members.begin(), opened.members.end(), [](const OpenedMember& member) {
        return member.bytes == picture('1') + std::string(20000, 'x');
      }));
  expect_mutations_are_survived(ContentType::sqlite_log, bytes, 1500);
}

// SQLite's own reading of it (PRAGMA wal_checkpoint) takes nine frames of nine.
TEST(SqliteLog, RealLogIsTakenAsFarAsSqliteTakesIt) {
  const std::string folder = evidence_folder() + "sqlite_chat/";
  const std::string log = file_bytes(folder + "wal_database.db-wal");
  MemoryContent content(bytes_of(log));
  const auto wal = SqliteWal::open(content, {});
  ASSERT_TRUE(wal.has_value());
  EXPECT_EQ(wal->frames().size(), 9u);
  EXPECT_EQ(wal->committed(), 9u);
  MemorySiblings siblings({{"wal_database.db-wal", log}}, "wal_database.db");
  const Opened opened =
      open_all(ContentType::sqlite, file_bytes(folder + "wal_database.db"), &siblings);
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_TRUE(opened.notes.empty());
}

// ---- Deleted rows.

TEST(SqliteFreePages, DroppedTablesAreReadOffTheirPages) {
  Database database;
  database.run(
      "PRAGMA page_size=1024; PRAGMA secure_delete=OFF; CREATE TABLE t(n, b);");
  for (char c = 'a'; c <= 'z'; ++c) {
    database.run("INSERT INTO t VALUES (1," + hex_literal(picture(c)) + ")");
  }
  database.run("DROP TABLE t");
  const Opened opened = database.open();
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_GE(opened.members.size(), 15u);
  for (const OpenedMember& member : opened.members) {
    EXPECT_EQ(member.member.name.substr(0, 10), "free/page-");
    EXPECT_EQ(member.bytes, picture(member.bytes.at(20)));
  }
}

TEST(SqliteFreePages, JournalsKeepPagesAsTheyWere) {
  Database database;
  database.run(
      "PRAGMA journal_mode=PERSIST; PRAGMA secure_delete=ON; CREATE TABLE t(b);"
      "INSERT INTO t VALUES (" +
      hex_literal(picture('j')) + ")");
  database.run("DELETE FROM t");
  const Opened opened = database.open();
  ASSERT_EQ(opened.members.size(), 1u);
  EXPECT_EQ(opened.members[0].member.name, "journal/page-2/1/column-1");
  EXPECT_EQ(opened.members[0].bytes, picture('j'));
}

// ---- Damage.

Database& damaged_sample() {
  static Database database;
  static const bool is_made = [] {
    database.run(
        "PRAGMA page_size=512; CREATE TABLE a(n, b); CREATE TABLE c(t TEXT);"
        "CREATE INDEX i ON a(n, b);");
    for (char c = 'a'; c <= 'z'; ++c) {
      database.run("INSERT INTO a VALUES (1," + hex_literal(picture(c)) +
                   "); INSERT INTO c VALUES ('" + base64(picture(c)) + "')");
    }
    database.run("DELETE FROM a WHERE rowid > 13; DROP TABLE c;");
    return true;
  }();
  EXPECT_TRUE(is_made);
  return database;
}

TEST(SqliteDamage, WithoutASchemaPagesAreReadAlone) {
  Database database;
  database.run("CREATE TABLE t(b); INSERT INTO t VALUES (" + hex_literal(picture('s')) +
               ")");
  std::string bytes = database.bytes();
  const std::size_t sql = bytes.find("CREATE TABLE");
  ASSERT_NE(sql, std::string::npos);
  bytes.replace(sql, 6, "CRAETE");
  const Opened opened = open_all(ContentType::sqlite, bytes);
  ASSERT_TRUE(opened.fault.has_value());
  EXPECT_EQ(opened.fault->kind, FaultKind::malformed);
  ASSERT_EQ(opened.names(), (Names{"page-2/1/column-1"}));
  EXPECT_EQ(opened.members[0].bytes, picture('s'));
}

TEST(SqliteDamage, IsSurvived) {
  expect_mutations_are_survived(ContentType::sqlite, damaged_sample().bytes(), 4000);
  expect_mutations_are_survived(
      ContentType::sqlite,
      file_bytes(evidence_folder() + "sqlite_chat/tango_android_tc.db"), 500);
}

TEST(SqliteDamage, OfTheLogIsSurvived) {
  const std::string folder = evidence_folder() + "sqlite_chat/";
  const std::string database = file_bytes(folder + "wal_database.db");
  for_each_mutation(
      file_bytes(folder + "wal_database.db-wal"), 1500, [&](const std::string& mutant) {
        MemorySiblings siblings({{"w-wal", mutant}}, "w");
        const Opened opened = open_all(ContentType::sqlite, database, &siblings,
                                       ContainerLimits{500, 8 << 20});
        EXPECT_LE(opened.members.size(), 500u);
      });
}

TEST(SqliteDatabase, RealChatDatabase) {
  const Opened opened =
      open_all(ContentType::sqlite,
               file_bytes(evidence_folder() + "sqlite_chat/tango_android_tc.db"));
  EXPECT_FALSE(opened.fault.has_value());
  // Its likes name messages by 32 digits.
  EXPECT_EQ(std::count_if(opened.digests.begin(), opened.digests.end(),
                          [](const auto& named) {
                            return named.second.substr(0, 38) ==
                                   "table likes, column global_msg_id, row";
                          }),
            3);
}

}  // namespace
}  // namespace winnow
