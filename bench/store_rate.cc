// How fast the case store takes what a scan puts on record, against SQLite alone.
//
//   store_rate make FOLDER RECORDS   invents a case: one journal of RECORDS files
//   store_rate take FOLDER           its rows made from the journal, into an empty
//                                    database, as after a scan
//   store_rate follow FOLDER         the journal written again message by message, and
//                                    its rows made on the way, as during a scan
//   store_rate share FOLDER RECORDS  invents one more exhibit; a tenth of its pictures
//                                    are on all exhibits made so, and the rows are made
//   store_rate links FOLDER          asks for the contents that are on several exhibits
//   store_rate raw FOLDER            the same rows (as `take` left them), from memory,
//                                    by prepared statements in one transaction: what
//                                    SQLite itself takes
//
// Of every hundred files five hold three members each, ten are pictures with PDQ hashes
// and two are met in a set; outcomes come in another order than the inventory, in
// stretches of sixty-four files, as a device's order has it. All digests are invented.
//
// Each prints one line, tab-separated: what, file records, rows, seconds (of follow:
// and those after the last message), instructions in millions (0: not counted here),
// peak memory in KiB, bytes of journal, bytes of database.
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sqlite3.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "drivers/store/case_schema.h"
#include "drivers/store/case_store.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr char kRef[] = "invented";
constexpr std::uint64_t kFileBytes = 8192;
constexpr FileId kStretch = 64;
constexpr FileId kFilesAFolder = 200;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "store_rate: %s\n", what.c_str());
  std::exit(2);
}

template <typename T>
T must(Result<T> result) {
  if (!result) fail(result.error().line());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Instructions of the program's own code, all threads, while it lives.
class InstructionCount {
 public:
  InstructionCount() {
    perf_event_attr wanted{};
    wanted.size = sizeof wanted;
    wanted.type = PERF_TYPE_HARDWARE;
    wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
    wanted.inherit = 1;
    wanted.exclude_kernel = 1;
    wanted.exclude_hv = 1;
    counter_ =
        Fd(static_cast<int>(::syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0UL)));
  }
  // 0 where the machine does not count them.
  [[nodiscard]] std::uint64_t read() const {
    std::uint64_t count = 0;
    if (!counter_.is_open()) return 0;
    return ::read(counter_.get(), &count, sizeof count) == sizeof count ? count : 0;
  }

 private:
  Fd counter_;
};

class Invented {
 public:
  // Different contents for each seed, but for a tenth of the pictures.
  explicit Invented(FileId files, std::uint32_t seed = 7)
      : files_(files), random_(seed) {}

  static RunStarted run(const std::string& ref) {
    RunStarted run;
    run.exhibit = ref;
    run.path = "/evidence/invented.raw";
    run.operator_name = "nobody";
    run.tool_version = "bench";
    run.set_names = {"invented"};
    run.set_ids = {"00"};
    run.set_types = {0};
    run.set_probative_ppm = {900'000};
    run.set_pdq_counts = {1000};
    run.set_distances = {31};
    return run;
  }

  // All that a scan of the exhibit says.
  template <typename Take>
  void tell(const Take& take) {
    Opened opened;
    opened.evidence.kind = "raw";
    opened.evidence.bytes = files_ * kFileBytes;
    take(opened);
    take(VolumeFound{
        {0, 0, opened.evidence.bytes, "ntfs", VolumeOutcome::examined, ""}});
    for (FileId id = 0; id < files_; ++id) take(FileFound{file(id)});
    take(InventoryDone{files_, 7, 0});
    take(EntryMet{0, 0, "us", 1, "label", "list.txt", 0});
    std::vector<FileId> stretches((files_ + kStretch - 1) / kStretch);
    std::iota(stretches.begin(), stretches.end(), 0);
    std::mt19937 order(1);
    std::shuffle(stretches.begin(), stretches.end(), order);
    for (const FileId stretch : stretches) {
      const FileId end = std::min(files_, (stretch + 1) * kStretch);
      for (FileId id = stretch * kStretch; id < end; ++id) {
        take(OutcomeKnown{outcome(id)});
      }
    }
    take(Done{});
  }

 private:
  template <std::size_t N>
  void fill(std::array<std::byte, N>& bytes) {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_());
  }

  [[nodiscard]] Digests digests() {
    Digests digests;
    std::array<std::byte, 32> bytes{};
    for (const Algorithm algorithm : kAlgorithms) {
      fill(bytes);
      digests.set(
          *make_digest(algorithm, Bytes(bytes).first(digest_length(algorithm))));
    }
    return digests;
  }

  [[nodiscard]] FileRecord file(FileId id) {
    char name[96];
    std::snprintf(name, sizeof name, "/volume-0/Users/someone/%s/20%02u/%03u/%08u.%s",
                  id % 3 == 0 ? "Pictures" : "Documents", id / 100'000 % 100,
                  id / kFilesAFolder % 1000, id, is_picture(id) ? "jpg" : "docx");
    FileRecord file;
    file.id = id;
    file.path = name;
    file.size = kFileBytes - id % 4096;
    file.inode = 64 + id;
    const std::int64_t made = 1'600'000'000 + id;
    file.times.created = Instant{made, 100 * (id % 1000)};
    file.times.modified = Instant{made + 60, 0};
    file.times.changed = Instant{made + 60, 0};
    file.times.accessed = Instant{made + 3600, 0};
    file.runs = {{id * kFileBytes, file.size}};
    if (id % 8 == 0) {
      file.runs = {{id * kFileBytes, 4096}, {id * kFileBytes + 4096, file.size - 4096}};
      if (file.runs[1].length == 0) file.runs.pop_back();
    }
    return file;
  }

  static bool is_picture(FileId id) { return id % 10 == 3; }

  [[nodiscard]] LookRecord picture() {
    LookRecord look;
    look.type = "JPEG picture";
    look.is_picture = true;
    PictureRecord& picture = look.pictures.emplace_back();
    picture.quality = 80;
    for (PdqHash& hash : picture.full) fill(hash.value);
    return look;
  }

  [[nodiscard]] OutcomeRecord outcome(FileId id) {
    OutcomeRecord outcome;
    outcome.file = id;
    outcome.outcome = FileOutcome::hashed;
    if (id % 100 == 3) {
      const auto own = std::exchange(random_, std::minstd_rand(id + 1));
      outcome.digests = digests();
      random_ = own;
    } else {
      outcome.digests = digests();
    }
    if (is_picture(id)) outcome.look = picture();
    if (id % 20 == 7) {
      outcome.look.emplace();
      outcome.look->type = "archive";
      for (int i = 0; i < 3; ++i) {
        MemberRecord member;
        member.path = "word/media/image" + std::to_string(i) + ".png";
        member.size = 2000;
        member.digests = digests();
        outcome.members.push_back(member);
      }
    }
    if (id % 50 == 9) {
      outcome.outcome = FileOutcome::matched;
      outcome.matches = {{0, 0, Algorithm::sha1, false, Tier::confirm}};
    }
    return outcome;
  }

  FileId files_;
  std::minstd_rand random_;
};

// Writes the journal anew as a scan does: each message checked, put on record, counted.
std::unique_ptr<Ledger> write_journal(const std::string& path, const std::string& ref,
                                      Invented invented, JournalMark& end) {
  auto recorder = must(Recorder::begin(path, Invented::run(ref)));
  std::uint32_t untold = 0;
  invented.tell([&](const Message& message) {
    const auto taken = must(recorder.record(message));
    if (!taken.is_taken) fail(taken.refusal);
    // About as often as a scan has a batch of messages behind it.
    if (++untold % 256 == 0) must(recorder.journal().settle());
  });
  must(recorder.journal().sync());
  end = recorder.journal().mark();
  return recorder.take_ledger();
}

struct Facts {
  double seconds = 0;
  double after = 0;
  double processor = 0;
  std::uint64_t instructions = 0;
};

double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// From here on.
class Stretch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_)
        .count();
  }
  [[nodiscard]] Facts facts() const {
    return {seconds(), 0, processor_seconds() - processor_, count_.read()};
  }

 private:
  InstructionCount count_;
  double processor_ = processor_seconds();
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

CaseFolder open_folder(const std::string& path) {
  return must(CaseFolder::open_or_create(path, "bench"));
}

void remove_database(const CaseFolder& folder) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    fs::remove(folder.database_path() + ending);
  }
}

Facts make(const CaseFolder& folder, FileId files) {
  const Stretch stretch;
  JournalMark end;
  write_journal(folder.journal_path(kRef), kRef, Invented(files), end);
  return stretch.facts();
}

Facts share(const CaseFolder& folder, FileId files) {
  const auto number = static_cast<std::uint32_t>(must(folder.journals()).size());
  const std::string ref = "shared-" + std::to_string(number);
  const std::string journal = folder.journal_path(ref);
  JournalMark end;
  write_journal(journal, ref, Invented(files, 1000 + number), end);
  CaseStore store = must(CaseStore::open(folder.database_path()));
  const Stretch stretch;
  must(store.take_journal(journal));
  return stretch.facts();
}

Facts links(const CaseFolder& folder) {
  CaseStore store = must(CaseStore::open(folder.database_path()));
  const Stretch stretch;
  const auto found = must(store.links());
  std::fprintf(stderr, "%zu contents are on several exhibits\n", found.size());
  return stretch.facts();
}

Facts take(const CaseFolder& folder) {
  remove_database(folder);
  CaseStore store = must(CaseStore::open(folder.database_path()));
  const Stretch stretch;
  must(store.take_journal(folder.journal_path(kRef)));
  return stretch.facts();
}

Facts follow(const CaseFolder& folder, FileId files) {
  const std::string journal = folder.journal_path(kRef);
  fs::remove(journal);
  remove_database(folder);
  CaseStore store = must(CaseStore::open(folder.database_path()));
  const Stretch stretch;
  auto follower = store.follow_journal(journal);
  JournalMark end;
  const auto ledger = write_journal(journal, kRef, Invented(files), end);
  const double written = stretch.seconds();
  if (!must(follower->finish(*ledger, ledger->coverage(), end))) {
    fail("the follower followed something else");
  }
  Facts facts = stretch.facts();
  facts.after = facts.seconds - written;
  return facts;
}

// A database by SQLite's own functions.
class Raw {
 public:
  explicit Raw(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) fail(path);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");
    run("PRAGMA cache_size=-16384");
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw() { sqlite3_close(handle_); }

  void run(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(sql + ": " + sqlite3_errmsg(handle_));
    }
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) !=
        SQLITE_OK) {
      fail(sql + ": " + sqlite3_errmsg(handle_));
    }
    return statement;
  }

 private:
  sqlite3* handle_ = nullptr;
};

// A value is a number, or `length` of the table's bytes from byte `number` on.
struct Value {
  std::uint8_t type = SQLITE_NULL;
  std::int32_t length = 0;
  std::int64_t number = 0;
};

class RawTable {
 public:
  RawTable(Raw& from, std::string name) : name_(std::move(name)) {
    sqlite3_stmt* rows = from.prepare("SELECT * FROM " + name_);
    columns_ = sqlite3_column_count(rows);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      for (int i = 0; i < columns_; ++i) values_.push_back(value_of(rows, i));
    }
    sqlite3_finalize(rows);
  }
  [[nodiscard]] std::size_t rows() const {
    return values_.size() / static_cast<std::size_t>(columns_);
  }

  void insert(Raw& into) const {
    std::string sql = "INSERT INTO " + name_ + " VALUES (?";
    for (int i = 1; i < columns_; ++i) sql += ",?";
    sqlite3_stmt* insert = into.prepare(sql + ")");
    for (auto value = values_.begin(); value != values_.end();) {
      for (int i = 1; i <= columns_; ++i) bind(insert, i, *value++);
      if (sqlite3_step(insert) != SQLITE_DONE) fail(name_ + ": a row is refused");
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
  }

 private:
  Value value_of(sqlite3_stmt* rows, int column) {
    Value value;
    value.type = static_cast<std::uint8_t>(sqlite3_column_type(rows, column));
    if (value.type == SQLITE_INTEGER) {
      value.number = sqlite3_column_int64(rows, column);
    } else if (value.type != SQLITE_NULL) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(rows, column));
      value.length = sqlite3_column_bytes(rows, column);
      value.number = static_cast<std::int64_t>(bytes_.size());
      if (bytes) bytes_.append(bytes, static_cast<std::size_t>(value.length));
    }
    return value;
  }
  void bind(sqlite3_stmt* insert, int index, const Value& value) const {
    const char* bytes = bytes_.data() + value.number;
    switch (value.type) {
      case SQLITE_INTEGER:
        sqlite3_bind_int64(insert, index, value.number);
        break;
      case SQLITE_TEXT:
        sqlite3_bind_text(insert, index, bytes, value.length, SQLITE_STATIC);
        break;
      case SQLITE_BLOB:
        sqlite3_bind_blob(insert, index, bytes, value.length, SQLITE_STATIC);
        break;
      default:
        sqlite3_bind_null(insert, index);
    }
  }

  std::string name_;
  int columns_ = 0;
  std::vector<Value> values_;
  std::string bytes_;
};

Facts raw(const CaseFolder& folder) {
  const std::string path = folder.path() + "/raw.db";
  std::vector<RawTable> tables;
  {
    Raw from(folder.database_path());
    for (const TableFacts& table : kTables) tables.emplace_back(from, table.name);
  }
  for (const char* ending : {"", "-wal", "-shm"}) fs::remove(path + ending);
  Raw into(path);
  into.run(kSchema);
  const Stretch stretch;
  into.run("BEGIN");
  for (const RawTable& table : tables) table.insert(into);
  into.run("COMMIT");
  return stretch.facts();
}

std::uint64_t rows_of(const CaseFolder& folder) {
  if (!fs::exists(folder.database_path())) return 0;
  Database database = must(Database::open(folder.database_path()));
  std::uint64_t rows = 0;
  for (const TableFacts& table : kTables) {
    rows += static_cast<std::uint64_t>(
        must(database.query_number(std::string("SELECT count(*) FROM ") + table.name)));
  }
  return rows;
}

std::uint64_t bytes_of_file(const std::string& path) {
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  return error ? 0 : bytes;
}

std::uint64_t read_number(const std::string& path) {
  std::uint64_t number = 0;
  std::ifstream(path) >> number;
  return number;
}

void tell(const std::string& what, const CaseFolder& folder, const Facts& facts) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);  // before anything is counted below
  std::printf("%s\t%llu\t%llu\t%.3f\t%.3f\t%.3f\t%llu\t%ld\t%llu\t%llu\n", what.c_str(),
              static_cast<unsigned long long>(read_number(folder.path() + "/records")),
              static_cast<unsigned long long>(rows_of(folder)), facts.seconds,
              facts.after, facts.processor,
              static_cast<unsigned long long>(facts.instructions / 1'000'000),
              usage.ru_maxrss,
              static_cast<unsigned long long>(bytes_of_file(folder.journal_path(kRef))),
              static_cast<unsigned long long>(bytes_of_file(folder.database_path())));
}

int run(int argc, char** argv) {
  if (argc < 3)
    fail("usage: store_rate make|take|follow|raw|share|links FOLDER [RECORDS]");
  const std::string what = argv[1];
  const CaseFolder folder = open_folder(argv[2]);
  if ((what == "make" || what == "share") && argc > 3) {
    std::ofstream(folder.path() + "/records") << std::stoul(argv[3]) << "\n";
  }
  const auto files = static_cast<FileId>(read_number(folder.path() + "/records"));
  if (files == 0) fail("no records were made there");
  Facts facts;
  if (what == "make") {
    facts = make(folder, files);
  } else if (what == "take") {
    facts = take(folder);
  } else if (what == "follow") {
    facts = follow(folder, files);
  } else if (what == "share") {
    facts = share(folder, files);
  } else if (what == "links") {
    facts = links(folder);
  } else if (what == "raw") {
    facts = raw(folder);
  } else {
    fail(what + ": no such measurement");
  }
  tell(what, folder, facts);
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  return winnow::run(argc, argv);
}
