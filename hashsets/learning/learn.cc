#include "hashsets/learning/learn.h"

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "hashsets/building/build.h"
#include "hashsets/learning/file_categories.h"
#include "hashsets/learning/learn_journal.h"
#include "hashsets/learning/learn_record.h"
#include "hashsets/lists/category_profile.h"
#include "hashsets/wset_format.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJournalSuffix = ".learning";
// What a thread learns at a time: enough files for all lanes, and not too much memory.
constexpr std::uint64_t kBatchBytes = 8 * kWholeFile;
constexpr std::size_t kBatchFiles = 256;
constexpr auto kShowEvery = std::chrono::milliseconds(200);

enum class State : std::uint8_t { pending, done, taken, empty, unreadable };

struct Candidate {
  FolderFile file;
  State state = State::pending;
};

// The files of the folder, by path.
class Candidates {
 public:
  explicit Candidates(const std::vector<FolderFile>& files) {
    for (const FolderFile& file : files) {
      all_.push_back(
          {file, file.stamp.size_bytes == 0 ? State::empty : State::pending});
    }
  }

  [[nodiscard]] std::vector<Candidate>& all() { return all_; }
  // The one of this path if it is in this state and unchanged; else null.
  [[nodiscard]] Candidate* find(const FolderFile& file, State state) {
    const auto found = std::lower_bound(
        all_.begin(), all_.end(), file.path,
        [](const Candidate& c, const std::string& path) { return c.file.path < path; });
    if (found == all_.end() || found->file.path != file.path || found->state != state ||
        found->file.stamp != file.stamp) {
      return nullptr;
    }
    return &*found;
  }
  [[nodiscard]] std::uint64_t count(State state) const {
    return static_cast<std::uint64_t>(
        std::count_if(all_.begin(), all_.end(),
                      [&](const Candidate& c) { return c.state == state; }));
  }

 private:
  std::vector<Candidate> all_;
};

// Learns the pending files with several threads; each is one thread's from next() on.
class Crew {
 public:
  Crew(Candidates& candidates, const Fd& folder, LearnJournal& journal,
       std::string spool_folder)
      : folder_(folder), journal_(journal), spool_folder_(std::move(spool_folder)) {
    for (Candidate& candidate : candidates.all()) {
      if (candidate.state != State::pending) continue;
      pending_.push_back(&candidate);
      progress_.bytes += candidate.file.stamp.size_bytes;
    }
    progress_.files = pending_.size();
  }

  // What could not be read is added to `unreadable`.
  Result<void> run(std::uint32_t threads, const ShowLearnProgress& show,
                   std::vector<FolderProblem>& unreadable) {
    std::vector<std::jthread> crew;
    const std::uint32_t count = std::max<std::uint32_t>(threads, 1);
    running_ = count;  // the crew counts it down from now on
    for (std::uint32_t i = 0; i < count; ++i) crew.emplace_back([this] { work(); });
    std::unique_lock lock(mutex_);
    for (bool ended = false; !ended;) {
      if (running_ > 0) ended_.wait_for(lock, kShowEvery);
      ended = running_ == 0;
      const LearnProgress now = progress_;
      lock.unlock();
      if (show) show(now);
      lock.lock();
    }
    unreadable.insert(unreadable.end(), problems_.begin(), problems_.end());
    return failed_ ? Result<void>(*failed_) : Result<void>();
  }

 private:
  void work() {
    FileLearner learner(folder_, spool_folder_);
    for (std::vector<Candidate*> batch = next(); !batch.empty(); batch = next()) {
      std::vector<FolderFile*> files;
      std::uint64_t bytes = 0;
      for (Candidate* const candidate : batch) {
        files.push_back(&candidate->file);
        bytes += candidate->file.stamp.size_bytes;
      }
      const auto learned = learner.learn(files);
      for (std::size_t i = 0; i < batch.size(); ++i) keep(*batch[i], learned[i]);
      const std::lock_guard lock(mutex_);
      progress_.files_done += batch.size();
      progress_.bytes_done += bytes;
    }
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_one();
  }

  std::vector<Candidate*> next() {
    const std::lock_guard lock(mutex_);
    std::vector<Candidate*> batch;
    std::uint64_t bytes = 0;
    while (!failed_ && next_ < pending_.size() && batch.size() < kBatchFiles) {
      const std::uint64_t size = pending_[next_]->file.stamp.size_bytes;
      const bool is_large = size > kWholeFile;
      if (!batch.empty() && (is_large || bytes + size > kBatchBytes)) break;
      batch.push_back(pending_[next_++]);
      bytes += size;
      if (is_large) break;
    }
    return batch;
  }

  void keep(Candidate& candidate, const Result<LearnedFile>& learned) {
    if (!learned) {
      candidate.state = State::unreadable;
      const Fault& fault = learned.error();
      const std::lock_guard lock(mutex_);
      problems_.push_back({candidate.file.path, fault.what});
      return;
    }
    if (candidate.file.stamp.size_bytes == 0) {
      candidate.state = State::empty;
      return;
    }
    candidate.state = State::done;
    auto kept = journal_.append(candidate.file, *learned);
    if (kept) return;
    const std::lock_guard lock(mutex_);
    if (!failed_) failed_ = std::move(kept).error();
  }

  const Fd& folder_;
  LearnJournal& journal_;
  std::string spool_folder_;
  std::vector<Candidate*> pending_;

  std::mutex mutex_;  // of all that follows
  std::condition_variable ended_;
  std::size_t next_ = 0;
  std::uint32_t running_ = 0;
  LearnProgress progress_;
  std::vector<FolderProblem> problems_;
  std::optional<Fault> failed_;
};

// Takes what was learned into the writer.
class Collector {
 public:
  Collector(const LearnRequest& request, const FileCategories& categories,
            const CategoryProfile* profile, SetWriter& writer, LearnReport& report)
      : request_(request),
        categories_(categories),
        profile_(profile),
        writer_(writer),
        report_(report) {
    if (!request.keep_names) writer.begin_source("");
  }

  Result<void> take(const FolderFile& file, const LearnedFile& learned) {
    FileCategories::Category category = categories_.of(file.path);
    ListRow row;
    row.digests = learned.digests;
    row.size = file.stamp.size_bytes;
    row.code = category.code;
    grade(row, category.label);
    row.label = category.label;
    if (request_.keep_names) writer_.begin_source(printable_utf8(file.path));
    ++report_.files_learned;
    report_.bytes += file.stamp.size_bytes;
    for (std::size_t kind = 0; kind < kBlockKinds; ++kind) {
      report_.kinds[kind] += learned.kinds[kind];
    }
    if (learned.blocks.size() == 0) ++report_.without_blocks;
    auto added = writer_.add_learned(row, learned.head, learned.blocks);
    return added ? add_pictures(learned.digests) : added;
  }

 private:
  Result<void> add_pictures(const Digests& digests) {
    if (!request_.pictures_of) return {};
    const auto hashes = request_.pictures_of(*digests.get(Algorithm::sha256));
    if (!hashes.empty()) ++report_.files_with_pdq;
    for (const PdqHash& hash : hashes) {
      if (auto added = writer_.add_picture(digests, hash); !added) return added;
    }
    return {};
  }

  // Adds what the profile says of the row's code; its label where there is none.
  void grade(ListRow& row, std::string& label) {
    if (profile_ == nullptr || !row.code) return;
    row.profile = profile_->id();
    const CategoryProfile::Entry* const entry = profile_->find(*row.code);
    if (entry == nullptr) {
      ++report_.unknown_codes;
      return;
    }
    row.severity_rank = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(entry->severity_rank, 1, wset::kRankUnknown - 1));
    row.counts_as_hit = entry->counts_as_hit;
    if (label.empty()) label = entry->label;
  }

  const LearnRequest& request_;
  const FileCategories& categories_;
  const CategoryProfile* profile_;
  SetWriter& writer_;
  LearnReport& report_;
};

Fault refused(std::string what, std::string place) {
  return Fault{FaultKind::usage, std::move(what), std::move(place), std::nullopt};
}

Result<void> check_request(const LearnRequest& request) {
  if (auto checked = check_new_set(request.output, request.name); !checked) {
    return checked;
  }
  if (request.category && !request.categories_file.empty()) {
    return refused("cannot stand beside one category for all files; leave one out",
                   request.categories_file);
  }
  return {};
}

// The folder's own path; a fault if the set would be written into it.
Result<std::string> checked_folder(const LearnRequest& request) {
  std::error_code error;
  const fs::path folder = fs::canonical(request.folder, error);
  if (error) {
    return fault_from_errno(error.value(), "cannot be opened", request.folder);
  }
  if (!fs::is_directory(folder, error)) {
    return refused("is no folder; name the folder that holds the reference files",
                   request.folder);
  }
  const fs::path output = fs::weakly_canonical(fs::absolute(request.output), error);
  const auto [end, ignored] =
      std::mismatch(folder.begin(), folder.end(), output.begin(), output.end());
  if (!error && end == folder.end()) {
    return refused("lies inside the folder that is learned; choose another place",
                   request.output);
  }
  return folder.string();
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

Result<FileCategories> categories_of(const LearnRequest& request) {
  if (request.categories_file.empty()) return FileCategories(request.category);
  return FileCategories::open(request.categories_file);
}

Result<std::optional<CategoryProfile>> profile_of(const LearnRequest& request) {
  if (request.profile.empty()) return std::optional<CategoryProfile>();
  auto profile = CategoryProfile::open(request.profile);
  if (!profile) return std::move(profile).error();
  return std::optional<CategoryProfile>(std::move(*profile));
}

// Brings the journal up to date with the folder.
Result<void> learn_pending(const LearnRequest& request, const Fd& folder,
                           Candidates& candidates, LearnJournal& journal,
                           const ShowLearnProgress& show, LearnReport& report) {
  auto read =
      journal.for_each([&](const FolderFile& file, const LearnedFile&) -> Result<void> {
        Candidate* const candidate = candidates.find(file, State::pending);
        if (candidate != nullptr) candidate->state = State::done;
        return {};
      });
  if (!read) return read;
  report.files_resumed = candidates.count(State::done);
  Crew crew(candidates, folder, journal, folder_of(request.output));
  return crew.run(request.threads, show, report.unreadable);
}

Result<void> write_set(const LearnRequest& request, const CategoryProfile* profile,
                       SetWriter& writer, LearnReport& report, FileReplacement& file) {
  auto counts = writer.settle();
  if (!counts) {
    Fault fault = std::move(counts).error();
    if (fault.place.empty()) fault.place = request.output;
    return fault;
  }
  report.counts = *counts;
  const std::string name = printable_utf8(request.name);
  const std::string record =
      learn_record_json(name, request.type, profile, report, request.imported_at_utc);
  PlainOutput output(file.fd(), request.output);
  auto written = writer.write(output, request.type, name, record);
  if (!written) return written;
  return file.commit();
}

}  // namespace

Result<void> check_learn_request(const LearnRequest& request) {
  if (auto checked = check_request(request); !checked) return checked;
  const auto folder = checked_folder(request);
  return folder ? Result<void>() : folder.error();
}

Result<LearnReport> learn_set(const LearnRequest& request,
                              const ShowLearnProgress& show) {
  if (auto checked = check_request(request); !checked)
    return std::move(checked).error();
  const auto folder_path = checked_folder(request);
  if (!folder_path) return folder_path.error();
  const auto profile = profile_of(request);
  if (!profile) return profile.error();
  const auto categories = categories_of(request);
  if (!categories) return categories.error();
  const Fd folder(
      ::open(folder_path->c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW));
  if (!folder.is_open()) {
    return fault_from_errno(errno, "cannot be opened", request.folder);
  }
  auto file = FileReplacement::begin(request.output);
  if (!file) return std::move(file).error();
  auto listed = list_folder(folder, request.folder);
  if (!listed) return std::move(listed).error();

  LearnReport report;
  report.files_found = listed->files.size();
  report.unreadable = std::move(listed->unreadable);
  report.links = std::move(listed->links);
  report.special = std::move(listed->special);
  report.not_found = categories->without_a_file(listed->files);
  Candidates candidates(listed->files);
  listed->files.clear();
  const std::string spool_folder = folder_of(request.output);
  auto journal =
      LearnJournal::open(request.output + kJournalSuffix, *folder_path, spool_folder);
  if (!journal) return std::move(journal).error();
  auto learned = learn_pending(request, folder, candidates, *journal, show, report);
  if (!learned) return std::move(learned).error();
  std::sort(report.unreadable.begin(), report.unreadable.end());
  report.files_empty = candidates.count(State::empty);

  const CategoryProfile* const codes = *profile ? &**profile : nullptr;
  SetWriter writer(request.memory_bytes, spool_folder);
  Collector collector(request, *categories, codes, writer, report);
  auto taken = journal->for_each(
      [&](const FolderFile& done, const LearnedFile& content) -> Result<void> {
        Candidate* const candidate = candidates.find(done, State::done);
        if (candidate == nullptr) return {};
        candidate->state = State::taken;
        return collector.take(done, content);
      });
  if (!taken) return std::move(taken).error();
  if (report.files_learned > 0) {
    auto written = write_set(request, codes, writer, report, *file);
    if (!written) return std::move(written).error();
  }
  if (auto removed = journal->remove(); !removed) return std::move(removed).error();
  if (report.files_learned > 0) return report;
  return Fault{FaultKind::malformed,
               "holds no file that could be learned: " + grouped(report.files_empty) +
                   " empty, " + grouped(report.unreadable.size()) + " unreadable",
               request.folder, std::nullopt};
}

}  // namespace winnow
