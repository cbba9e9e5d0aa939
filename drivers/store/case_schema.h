// The tables of case.db. All of it is made from the journals.
//
//   exhibit = the exhibit's number in this database, from 1; another one after a
//   rebuild key     = exhibit * 2^32 + the file's number in its exhibit: rows come in
//   this order
//             and are appended, at half the cost of looking for their place
//   digests are kept for every file, to be matched against sets of later years, and so
//             are those of members (of what a file holds, from 1), of pictures (PDQ:
//             32 bytes for each of the eight variants) and those named in databases;
//             member 0 is the file itself
//   type    = what a content is by its bytes; '' if it was not looked at
//   benign  = whether a set holds it to be benign or to be ignored, and none to be
//             notable
//   quality = the best of its pictures' (PDQ); nothing if it shows none
//   runs    = (offset:u64le length:u64le)*, a hole has the offset 2^64-1
//   counts and sizes are unsigned; their bits are kept in SQLite's signed numbers
#ifndef WINNOW_DRIVERS_STORE_CASE_SCHEMA_H_
#define WINNOW_DRIVERS_STORE_CASE_SCHEMA_H_

#include <array>

namespace winnow {

inline constexpr int kSchemaVersion = 7;

inline constexpr char kSchema[] = R"sql(
CREATE TABLE exhibits (
  exhibit INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
  operator TEXT NOT NULL, tool_version TEXT NOT NULL, configuration TEXT NOT NULL,
  until INTEGER NOT NULL, algorithms INTEGER NOT NULL,
  journal TEXT NOT NULL, journal_bytes INTEGER NOT NULL, journal_chain INTEGER NOT NULL,
  kind TEXT NOT NULL, is_folder INTEGER NOT NULL, evidence_bytes INTEGER NOT NULL,
  unsupported TEXT NOT NULL,
  total INTEGER NOT NULL, read INTEGER NOT NULL, unread INTEGER NOT NULL,
  unreadable INTEGER NOT NULL, logical INTEGER NOT NULL, listed INTEGER NOT NULL,
  matched INTEGER NOT NULL, hashed INTEGER NOT NULL, probed INTEGER NOT NULL,
  skipped INTEGER NOT NULL, encrypted INTEGER NOT NULL, unreadable_files INTEGER NOT NULL,
  failed INTEGER NOT NULL, unvisited INTEGER NOT NULL, known_benign INTEGER NOT NULL,
  kept INTEGER NOT NULL, ended INTEGER NOT NULL, balanced INTEGER NOT NULL,
  complete INTEGER NOT NULL, space_searched INTEGER NOT NULL,
  examined_bytes INTEGER NOT NULL, sampled_bytes INTEGER NOT NULL,
  samples INTEGER NOT NULL, samples_read INTEGER NOT NULL,
  unseen_bytes INTEGER NOT NULL, probative_ppm INTEGER NOT NULL,
  settled_bytes INTEGER NOT NULL, members INTEGER NOT NULL,
  members_matched INTEGER NOT NULL, members_hashed INTEGER NOT NULL,
  members_probed INTEGER NOT NULL, members_skipped INTEGER NOT NULL,
  members_encrypted INTEGER NOT NULL, members_unreadable INTEGER NOT NULL,
  members_failed INTEGER NOT NULL, members_unvisited INTEGER NOT NULL,
  pictures_compared INTEGER NOT NULL, pictures_too_even INTEGER NOT NULL,
  pictures_known_benign INTEGER NOT NULL, pictures_not_decoded INTEGER NOT NULL,
  keeps_pictures INTEGER NOT NULL, keeps_blocks INTEGER NOT NULL);
CREATE TABLE metadata (
  exhibit INTEGER, position INTEGER, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (exhibit, position)) WITHOUT ROWID;
CREATE TABLE sets (
  exhibit INTEGER, number INTEGER, name TEXT NOT NULL, id TEXT NOT NULL,
  type INTEGER NOT NULL, PRIMARY KEY (exhibit, number)) WITHOUT ROWID;
CREATE TABLE volumes (
  exhibit INTEGER, volume INTEGER, offset INTEGER NOT NULL, length INTEGER NOT NULL,
  filesystem TEXT NOT NULL, outcome INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (exhibit, volume)) WITHOUT ROWID;
CREATE TABLE files (
  key INTEGER PRIMARY KEY, volume INTEGER NOT NULL, path TEXT NOT NULL,
  size INTEGER NOT NULL, allocated INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  content INTEGER NOT NULL, inode INTEGER NOT NULL, same_content_as INTEGER,
  modified INTEGER, modified_ns INTEGER, accessed INTEGER, accessed_ns INTEGER,
  changed INTEGER, changed_ns INTEGER, created INTEGER, created_ns INTEGER,
  runs BLOB NOT NULL);
CREATE TABLE digests (
  key INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, reason TEXT NOT NULL,
  type TEXT NOT NULL, benign INTEGER NOT NULL, quality INTEGER,
  md5 BLOB, sha1 BLOB, sha256 BLOB);
CREATE TABLE members (
  key INTEGER, member INTEGER, path TEXT NOT NULL, size INTEGER NOT NULL,
  allocated INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  outcome INTEGER NOT NULL, reason TEXT NOT NULL, type TEXT NOT NULL,
  benign INTEGER NOT NULL, quality INTEGER,
  md5 BLOB, sha1 BLOB, sha256 BLOB, PRIMARY KEY (key, member)) WITHOUT ROWID;
CREATE TABLE pictures (
  key INTEGER, member INTEGER, position INTEGER, place INTEGER NOT NULL,
  quality INTEGER NOT NULL, full BLOB NOT NULL, reduced BLOB,
  PRIMARY KEY (key, member, position)) WITHOUT ROWID;
CREATE TABLE classes (
  exhibit INTEGER, number INTEGER, name TEXT NOT NULL, points INTEGER NOT NULL,
  pictures INTEGER NOT NULL, PRIMARY KEY (exhibit, number)) WITHOUT ROWID;
CREATE TABLE classed_pictures (
  key INTEGER, member INTEGER, number INTEGER, percent INTEGER NOT NULL,
  PRIMARY KEY (key, member, number)) WITHOUT ROWID;
CREATE TABLE named_digests (
  key INTEGER, member INTEGER, position INTEGER, place TEXT NOT NULL,
  md5 BLOB, sha1 BLOB, sha256 BLOB,
  PRIMARY KEY (key, member, position)) WITHOUT ROWID;
CREATE TABLE findings (
  exhibit INTEGER, position INTEGER, file INTEGER NOT NULL, member INTEGER NOT NULL,
  kind INTEGER NOT NULL, set_number INTEGER NOT NULL, set_name TEXT NOT NULL,
  entry INTEGER NOT NULL, profile TEXT NOT NULL, code INTEGER, label TEXT NOT NULL,
  algorithm INTEGER NOT NULL, tier INTEGER NOT NULL, note TEXT NOT NULL,
  hint TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
  md5 BLOB, sha1 BLOB, sha256 BLOB, pdq BLOB, distance INTEGER, quality INTEGER,
  form INTEGER, variant INTEGER, others INTEGER, frames INTEGER, first_ms INTEGER,
  last_ms INTEGER, set_size INTEGER, compared INTEGER, chance INTEGER,
  PRIMARY KEY (exhibit, position)) WITHOUT ROWID;
CREATE TABLE block_findings (
  exhibit INTEGER, position INTEGER, set_number INTEGER NOT NULL, entry INTEGER NOT NULL,
  profile TEXT NOT NULL, code INTEGER, label TEXT NOT NULL, path TEXT NOT NULL,
  offset INTEGER NOT NULL, length INTEGER NOT NULL, tier INTEGER NOT NULL,
  note TEXT NOT NULL, PRIMARY KEY (exhibit, position)) WITHOUT ROWID;
CREATE TABLE problems (
  exhibit INTEGER, position INTEGER, path TEXT NOT NULL, offset INTEGER, length INTEGER,
  outcome TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (exhibit, position)) WITHOUT ROWID;
)sql";

struct TableFacts {
  const char* name;
  bool is_keyed;  // by key; otherwise its first column is the exhibit
};
inline constexpr std::array<TableFacts, 14> kTables = {{{"exhibits", false},
                                                        {"metadata", false},
                                                        {"sets", false},
                                                        {"volumes", false},
                                                        {"files", true},
                                                        {"digests", true},
                                                        {"members", true},
                                                        {"pictures", true},
                                                        {"classes", false},
                                                        {"classed_pictures", true},
                                                        {"named_digests", true},
                                                        {"findings", false},
                                                        {"block_findings", false},
                                                        {"problems", false}}};
inline constexpr int kKeyShift = 32;

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_SCHEMA_H_
