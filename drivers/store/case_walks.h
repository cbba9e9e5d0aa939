// Walks: what the database holds of an exhibit, one row after the other, so that what
// is written from it needs no more memory for a million files than for one.
//
//   FindingWalk   findings, in their stable order or file by file
//   FileWalk      every file of the inventory, each with what it holds
//   ContentWalk   contents that stand in a set or are near to one, over all exhibits,
//                 each once, with every place it lies in
//
// next() gives nothing at the end. Values are copies and stay valid. A walk must not
// outlive its store, and while it lives no journal is taken. One thread at a time.
#ifndef WINNOW_DRIVERS_STORE_CASE_WALKS_H_
#define WINNOW_DRIVERS_STORE_CASE_WALKS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "drivers/store/database.h"
#include "scanner/ledger/answer.h"

namespace winnow {

// A finding with what is known of the content that it is in. A finding's own digests
// may be others: those that stand in a database.
struct WalkedFinding {
  Finding finding;
  // Of the file, or the member, itself; empty for a finding in free space.
  Digests content;
  std::string type;  // what it is by its bytes; "" if it was not looked at
  bool is_uncertain = false;
  ContentKind kept = ContentKind::runs;  // of the file: how its bytes are to be had
  std::vector<Run> whole_runs;           // of the file, with their holes
  // For a finding in a member: the file that holds it.
  std::string holder_path;
  std::uint64_t holder_size = 0;
  bool is_holder_allocated = true;
  Digests holder;
};

class FindingWalk {
 public:
  // by_file: findings of one file, and of one member of it, follow each other; those in
  // free space come last.
  enum class Order : std::uint8_t { stable, by_file };
  [[nodiscard]] static Result<FindingWalk> of(Database& database,
                                              const std::string& ref, Order order);
  [[nodiscard]] Result<std::optional<WalkedFinding>> next();

 private:
  struct Source {
    Statement rows;
    std::optional<WalkedFinding> ahead;
    std::int64_t position = 0;  // of the one ahead
  };
  FindingWalk(Source files, Source blocks, Order order)
      : files_(std::move(files)), blocks_(std::move(blocks)), order_(order) {}
  [[nodiscard]] Result<void> read_ahead(Source& source, bool is_of_files);

  Source files_;
  Source blocks_;
  Order order_;
};

struct WalkedMember {
  std::uint32_t number = 0;  // from 1
  std::string path;          // in the file that holds it
  std::uint64_t size = 0;
  bool is_allocated = true;
  FileOutcome outcome = FileOutcome::unvisited;
  std::string reason;
  std::string type;
  Digests digests;
};

struct WalkedFile {
  FileRecord file;  // without inline content
  FileOutcome outcome = FileOutcome::unvisited;
  std::string reason;
  std::string type;
  Digests digests;
};

class FileWalk {
 public:
  // By their numbers; of one volume, or of all.
  [[nodiscard]] static Result<FileWalk> of(Database& database, const std::string& ref,
                                           std::optional<std::uint32_t> volume);
  [[nodiscard]] Result<std::optional<WalkedFile>> next();
  // Of the file that next() gave last; those that are not asked for are passed over.
  [[nodiscard]] Result<std::optional<WalkedMember>> next_member();

 private:
  FileWalk(Statement files, Statement members)
      : files_(std::move(files)), members_(std::move(members)) {}

  Statement files_;
  Statement members_;
  std::int64_t file_key_ = -1;
  bool has_member_ahead_ = false;
  bool is_past_members_ = false;
};

// What one set says of a content: a grade, or that it is near to one of its entries.
struct Assertion {
  FindingKind kind = FindingKind::exact;
  std::string set;
  std::uint32_t entry = 0;
  Category category;
  std::uint32_t distance = 0;  // for FindingKind::near
  [[nodiscard]] bool operator<(const Assertion& other) const;
  bool operator==(const Assertion&) const = default;
};
// One content: the same digests and the same size.
struct WalkedContent {
  Digests digests;
  std::uint64_t size = 0;
  std::string type;
  std::vector<Assertion> assertions;  // each once, sorted
};
struct ContentPlaceFound {
  std::string exhibit;
  Finding finding;  // the first one there
  // For a member: the file that holds it.
  std::string holder_path;
  Digests holder;
};
// How many findings there are of each kind, and how many of those that a ContentWalk is
// about it leaves out, for they have no MD5.
struct CountedFindings {
  std::array<std::uint64_t, kFindingKinds> by_kind{};
  std::uint64_t without_md5 = 0;
};
[[nodiscard]] Result<CountedFindings> count_kinds(Database& database,
                                                  const std::string& ref);

class ContentWalk {
 public:
  // exact and near findings that have an MD5, of one exhibit or, for "", of all. By
  // MD5, which lists are keyed on, then size, SHA-1 and SHA-256: contents that differ
  // in any of these are two. Places by exhibit and by file.
  [[nodiscard]] static Result<ContentWalk> of(Database& database,
                                              const std::string& ref);
  [[nodiscard]] Result<std::optional<WalkedContent>> next();
  // Of the content that next() gave last. All places of all contents have to be asked
  // for, or none.
  [[nodiscard]] Result<std::optional<ContentPlaceFound>> next_place();

 private:
  ContentWalk(Statement contents, Statement places)
      : contents_(std::move(contents)), places_(std::move(places)) {}

  // Two passes over the same rows in the same order: the first reads all that sets say
  // of a content before the second gives its places, of which there may be millions.
  Statement contents_;
  Statement places_;
  bool has_content_ahead_ = false;
  bool has_place_ahead_ = false;
  bool is_past_contents_ = false;
  bool is_past_places_ = false;
  WalkedContent content_of_places_;  // as far as its places told
  bool has_begun_places_ = false;
  std::optional<std::pair<std::string, std::pair<FileId, std::uint32_t>>> last_place_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_WALKS_H_
