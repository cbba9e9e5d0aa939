#include "tests/hashsets/lists/sqlite_files.h"

#include <sqlite3.h>

#include <algorithm>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

// Pages as small as they come, so that few rows make a tree of some depth.
constexpr const char* kSmallPages = "PRAGMA page_size=512;";

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string quoted(Algorithm algorithm, std::size_t number) {
  return "'" + upper(invented_hex(algorithm, number)) + "'";
}

}  // namespace

std::vector<std::byte> sqlite_image(const std::string& sql) {
  const TempFolder folder;
  const std::string path = folder.path("made.db");
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(database, (kSmallPages + sql).c_str(), nullptr, nullptr, &error);
  EXPECT_EQ(error, nullptr) << error;
  sqlite3_free(error);
  EXPECT_EQ(sqlite3_close(database), SQLITE_OK);
  return bytes_in(path);
}

std::string minimal_rds(std::size_t rows) {
  std::string sql =
      "CREATE TABLE FILE (sha256 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, md5 VARCHAR "
      "NOT NULL, crc32 VARCHAR NOT NULL, file_name VARCHAR NOT NULL, file_size INTEGER "
      "NOT NULL, package_id INTEGER NOT NULL, CONSTRAINT PK_FILE__HASH PRIMARY KEY "
      "(sha256, sha1, md5, crc32, file_name, file_size, package_id));"
      "CREATE TABLE MFG (manufacturer_id INTEGER PRIMARY KEY, name VARCHAR);"
      "CREATE TABLE PKG (package_id INTEGER, name VARCHAR, version VARCHAR);"
      "CREATE TABLE VERSION (version VARCHAR, build_set VARCHAR, build_date "
      "TIMESTAMP, release_date TIMESTAMP, description VARCHAR);"
      "CREATE VIEW DISTINCT_HASH AS SELECT DISTINCT sha256, sha1, md5, crc32 FROM "
      "FILE;";
  for (std::size_t i = 0; i < rows; ++i) {
    sql += "INSERT INTO FILE VALUES (" + quoted(Algorithm::sha256, i) + "," +
           quoted(Algorithm::sha1, i) + "," + quoted(Algorithm::md5, i) +
           ",'CABEC7CD','file" + std::to_string(i) + ".dll'," +
           std::to_string(1000 + i) + "," + std::to_string(i % 3) + ");";
  }
  return sql;
}

std::string full_rds(std::size_t rows) {
  std::string sql =
      "CREATE TABLE METADATA (metadata_id NUMERIC PRIMARY KEY, object_id INT, key_hash "
      "VARCHAR, file_name VARCHAR, extension VARCHAR, bytes INT, crc32 VARCHAR, md5 "
      "VARCHAR, sha1 VARCHAR, sha256 VARCHAR);"
      "CREATE TABLE PACKAGE_OBJECT (package_id INT, object_id INT);"
      "CREATE VIEW FILE AS SELECT UPPER(md.sha256) AS sha256, UPPER(md.sha1) AS sha1, "
      "UPPER(md.md5) AS md5, md.file_name || '.' || md.extension AS file_name, "
      "md.bytes "
      "AS file_size, po.package_id FROM METADATA md JOIN PACKAGE_OBJECT po ON "
      "md.object_id = po.object_id;";
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string number = std::to_string(i);
    sql += "INSERT INTO METADATA VALUES (" + number + "," + number + ",'k','file" +
           number + "','dll'," + std::to_string(1000 + i) + ",'cabec7cd','" +
           invented_hex(Algorithm::md5, i) + "'," + quoted(Algorithm::sha1, i) + "," +
           quoted(Algorithm::sha256, i) + ");INSERT INTO PACKAGE_OBJECT VALUES (1," +
           number + ");";
  }
  return sql;
}

std::string kdb(std::size_t rows) {
  std::string sql =
      "CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT);"
      "INSERT INTO db_properties VALUES ('Schema Version', '1');"
      "CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) "
      "UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32));"
      "CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY "
      "KEY(name, hash_id));"
      "CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY "
      "KEY(comment, hash_id));"
      "CREATE INDEX md5_index ON hashes(md5);";
  for (std::size_t i = 0; i < rows; ++i) {
    sql += "INSERT INTO hashes (md5) VALUES (X" + quoted(Algorithm::md5, i) + ");";
  }
  return sql;
}

}  // namespace winnow
