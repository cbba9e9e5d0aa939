// A child program for tests of the supervisor: it speaks the wire as winnow-worker
// does, but what it says is written in the exhibit itself, as lines "word number":
//
//   files N           N files of 4,096 bytes, one after the other; content
//   "content-<id>" bytes N           size of the evidence (default 1 MiB) deleted N
//   file N is deleted, and its content uncertain encrypted N       file N is encrypted
//   skipped N         file N is left out on purpose
//   unreadable N      file N is unreadable, all 4,096 bytes of it
//   link N            file N is another name of the file before it
//   resident N        file N lies in the file system's own metadata
//   sparse N          file N is a hole
//   closed-volume N   N volumes after the first are encrypted
//   die-after N       ends by a signal after N outcomes of its own
//   die-below N       the same, but only while fewer than N outcomes are on record
//   die-in-inventory  ends by a signal before its inventory is through
//   die-at-open       ends by a signal when it is to open the evidence
//   stall N           waits for ever after N outcomes of its own
//   tiers N           goes through a probe N times over: a sample that meets entry 0 of
//                     set 0, and the end of the tier
//   other-when-resumed  shows another inventory when it is started again
//   hostile-<what>    says something that nobody may say; see hostile()
//   broken            reports that the evidence cannot be opened
//   broken-later      reports trouble after its first outcome
//   unsupported       reports a container that this version does not read
//   problem           reports a problem at a range of the evidence
//   glimpse-<how>     how it answers who wants to see a picture: large, short, empty,
//                     damaged, die, unseen; else it shows three pixels
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/digester.h"
#include "base/file.h"
#include "hashsets/hash_set.h"
#include "scanner/wire/channel.h"

namespace winnow {
namespace {

constexpr std::uint64_t kFileBytes = 4096;

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  ::_exit(1);
}

class Script {
 public:
  explicit Script(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string word;
      std::uint64_t number = 0;
      words >> word;
      if (!(words >> number)) number = 0;
      said_[word].insert(number);
    }
  }
  [[nodiscard]] bool says(const std::string& word) const {
    return said_.contains(word);
  }
  [[nodiscard]] bool says(const std::string& word, std::uint64_t number) const {
    const auto found = said_.find(word);
    return found != said_.end() && found->second.contains(number);
  }
  [[nodiscard]] std::uint64_t number(const std::string& word,
                                     std::uint64_t otherwise) const {
    const auto found = said_.find(word);
    return found == said_.end() ? otherwise : *found->second.begin();
  }

 private:
  std::map<std::string, std::set<std::uint64_t>> said_;
};

class FakeWorker {
 public:
  FakeWorker(Script script, ScanOrder order, Channel& channel)
      : script_(std::move(script)), order_(std::move(order)), channel_(channel) {}

  void run();

 private:
  void say(const Message& message) {
    if (!channel_.send(message)) ::_exit(3);
  }
  // What was said so far has arrived when the worker dies.
  void say_now() {
    if (!channel_.flush()) ::_exit(3);
  }
  void raw(const std::string& bytes) {
    say_now();
    if (::send(kChannelFd, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) ::_exit(3);
  }
  void open_sets();
  void list_files();
  [[nodiscard]] FileRecord file(FileId id) const;
  [[nodiscard]] OutcomeRecord outcome(FileId id) const;
  void probe();
  void examine();
  void hostile_inventory();
  void hostile_outcome();
  void show_picture();
  [[nodiscard]] bool must_die(std::uint64_t sent) const;

  Script script_;
  ScanOrder order_;
  Channel& channel_;
  std::vector<HashSet> sets_;
};

void FakeWorker::open_sets() {
  const int first = kFirstEvidenceFd + static_cast<int>(order_.segment_names.size());
  for (std::size_t i = 0; i < order_.set_names.size(); ++i) {
    auto set = HashSet::open(first + static_cast<int>(i), order_.set_names[i]);
    if (!set) ::_exit(4);
    sets_.push_back(std::move(*set));
  }
}

FileRecord FakeWorker::file(FileId id) const {
  FileRecord file;
  file.id = id;
  file.path = "/volume-0/DCIM/" + std::to_string(id) + ".jpg";
  file.size = kFileBytes;
  file.inode = 1000 + id;
  file.times.modified = Instant{1'700'000'000 + id, 0};
  file.allocated = !script_.says("deleted", id);
  file.uncertain = !file.allocated;
  file.runs = {{id * kFileBytes, kFileBytes}};
  if (script_.says("sparse", id)) file.runs = {{Run::kHole, kFileBytes}};
  if (script_.says("link", id)) {
    file.same_content_as = id - 1;
    file.inode = 1000 + id - 1;
    file.runs = {{(id - 1) * kFileBytes, kFileBytes}};
  }
  if (script_.says("resident", id)) {
    file.content = ContentKind::resident;
    file.runs.clear();
  }
  return file;
}

OutcomeRecord FakeWorker::outcome(FileId id) const {
  OutcomeRecord outcome;
  outcome.file = id;
  if (script_.says("encrypted", id)) {
    outcome.outcome = FileOutcome::encrypted;
    outcome.reason = "encrypted by the file system";
    return outcome;
  }
  if (script_.says("skipped", id)) {
    outcome.outcome = FileOutcome::skipped;
    outcome.reason = "a device file: not read";
    return outcome;
  }
  if (script_.says("unreadable", id)) {
    outcome.outcome = FileOutcome::unreadable;
    outcome.reason = "read error";
    outcome.unreadable = {{id * kFileBytes, kFileBytes}};
    return outcome;
  }
  const FileId content = script_.says("link", id) ? id - 1 : id;
  const std::string text = "content-" + std::to_string(content);
  for (const Algorithm algorithm : kAlgorithms) {
    if (AlgorithmSet::from_bits(order_.algorithms).contains(algorithm)) {
      outcome.digests.set(digest_of(algorithm, bytes_of(text)));
    }
  }
  outcome.outcome = FileOutcome::hashed;
  for (std::uint32_t i = 0; i < sets_.size(); ++i) {
    const auto found = sets_[i].find(outcome.digests);
    if (!found || !*found) continue;
    const SetMatch match = **found;
    outcome.matches.push_back({i, match.entry, match.algorithm, match.inconsistent});
    if (sets_[i].type() == SetType::notable && !match.inconsistent) {
      outcome.outcome = FileOutcome::matched;
    }
  }
  return outcome;
}

void FakeWorker::list_files() {
  const auto files = static_cast<FileId>(script_.number("files", 0));
  if (!order_.inventory_known) {
    say(VolumeFound{
        {0, 0, script_.number("bytes", 1 << 20), "ext4", VolumeOutcome::examined, ""}});
    for (std::uint32_t i = 1; i <= script_.number("closed-volume", 0); ++i) {
      say(VolumeFound{
          {i, 0, 4096, "BitLocker", VolumeOutcome::encrypted, "BitLocker"}});
    }
    hostile_inventory();
    for (FileId id = 0; id < files; ++id) say(FileFound{file(id)});
  }
  if (script_.says("problem")) {
    say(ProblemMet{{"", 512, 1024, "unreadable", "read error in the file table"}});
  }
  if (script_.says("die-in-inventory")) {
    say_now();
    die();
  }
  const bool other = order_.inventory_known && script_.says("other-when-resumed");
  say(InventoryDone{files, other ? 8u : 7u, 0});
}

void FakeWorker::hostile_inventory() {
  FileRecord bad = file(0);
  if (script_.says("hostile-order")) bad.id = 1;
  if (script_.says("hostile-volume")) bad.volume = 99;
  if (script_.says("hostile-run")) bad.runs = {{~std::uint64_t{0} - 4096, 8192}};
  if (script_.says("hostile-path")) bad.path = "no slash";
  if (script_.says("hostile-text")) bad.path = "/\x1b[2J";
  if (bad.id == 1 || bad.volume == 99 || bad.path != file(0).path ||
      bad.runs != file(0).runs) {
    say(FileFound{bad});
  }
  if (script_.says("hostile-early")) say(OutcomeKnown{outcome(0)});
  if (script_.says("hostile-end")) say(Done{});
  if (script_.says("hostile-supervisor")) say(ChildDied{"no, it is well"});
  if (script_.says("hostile-glimpse")) say(GlimpseSeen{1, 1, {0}, ""});
  if (script_.says("hostile-names")) say(NamesMet{{{0, "id", "words", 0}}, {{0, 0}}});
  if (script_.says("hostile-garbage"))
    raw(std::string("\x05\0\0\0\xff\xff\xff\xff\xff", 9));
  if (script_.says("hostile-frame")) raw(std::string("\xff\xff\xff\xff", 4));
  if (script_.says("hostile-cut")) {
    raw(std::string("\x40\0\0\0\x03", 5));
    ::_exit(0);
  }
}

void FakeWorker::hostile_outcome() {
  OutcomeRecord bad = outcome(0);
  if (script_.says("hostile-twice")) say(OutcomeKnown{bad});
  if (script_.says("hostile-file")) {
    bad.file = 12'345;
    say(OutcomeKnown{bad});
  }
  if (script_.says("hostile-set")) {
    bad.matches = {{7, 0, Algorithm::md5, false}};
    say(OutcomeKnown{bad});
  }
  if (script_.says("hostile-match")) {
    bad.outcome = FileOutcome::matched;
    bad.matches = {{0, 0, Algorithm::md5, false}};
    say(OutcomeKnown{bad});
  }
  if (script_.says("hostile-nothing")) {
    bad.outcome = FileOutcome::matched;
    bad.matches.clear();
    say(OutcomeKnown{bad});
  }
}

bool FakeWorker::must_die(std::uint64_t sent) const {
  if (script_.says("die-after") && sent == script_.number("die-after", 0)) return true;
  return script_.says("die-below") && sent == 2 &&
         order_.examined.size() + sent < script_.number("die-below", 0);
}

void FakeWorker::probe() {
  for (std::uint64_t i = script_.number("tiers", 0); i > 0; --i) {
    say(SamplesPlanned{512 * 1024, 2});
    say(BlockRunMet{{8 * kFileBytes, 1, 0, 0, 0}, Tier::probe});
    say(TierDone{Tier::probe});
  }
}

void FakeWorker::examine() {
  if (order_.until == Tier::inventory) return;
  const auto files = static_cast<FileId>(script_.number("files", 0));
  std::uint64_t sent = 0;
  for (FileId id = 0; id < files; ++id) {
    if (std::binary_search(order_.examined.begin(), order_.examined.end(), id))
      continue;
    if (must_die(sent)) {
      say_now();
      die();
    }
    if (script_.says("stall") && sent == script_.number("stall", 0)) {
      say_now();
      ::pause();
    }
    if (id == 0 && !script_.says("hostile-twice")) hostile_outcome();
    say(OutcomeKnown{outcome(id)});
    if (id == 0 && script_.says("hostile-twice")) hostile_outcome();
    ++sent;
    say(Progress{Tier::everything, sent * kFileBytes, files * kFileBytes, sent, files});
    if (script_.says("broken-later")) {
      say(Broken{{FaultKind::io, "the device went away", "exhibit", 4096}});
      return;
    }
  }
}

void FakeWorker::show_picture() {
  list_files();
  GlimpseSeen seen{3, 1, {0, 128, 255}, ""};
  if (script_.says("glimpse-large")) {
    seen = {kGlimpseSide + 1, 1, std::vector<std::uint8_t>(kGlimpseSide + 1), ""};
  }
  if (script_.says("glimpse-short")) seen.grey.pop_back();
  if (script_.says("glimpse-empty")) seen = {};
  if (script_.says("glimpse-damaged")) seen.damage = "breaks off";
  if (script_.says("glimpse-die")) {
    say_now();
    die();
  }
  if (script_.says("glimpse-unseen")) {
    return say(Broken{{FaultKind::malformed, "is no picture", "", std::nullopt}});
  }
  say(seen);
}

void FakeWorker::run() {
  if (script_.says("die-at-open")) die();
  if (script_.says("broken")) {
    say(Broken{{FaultKind::malformed, "is damaged; copy it again", "exhibit", 17}});
    return say_now();
  }
  EvidenceRecord evidence;
  evidence.kind = "raw";
  evidence.bytes = script_.number("bytes", 1 << 20);
  evidence.metadata = {{"acq.case_number", "17"}};
  if (script_.says("unsupported")) evidence.unsupported = "QCOW2";
  say(Opened{evidence});
  if (order_.errand == Errand::glimpse) {
    show_picture();
    return say_now();
  }
  if (order_.errand != Errand::check && evidence.unsupported.empty()) {
    open_sets();
    list_files();
    probe();
    examine();
  } else if (order_.errand != Errand::check) {
    say(InventoryDone{0, 0, 0});
  }
  if (!script_.says("broken-later") || order_.errand == Errand::check) say(Done{});
  say_now();
}

// A folder holds no script: nothing is found in it.
int find_nothing(Channel& channel) {
  Opened opened;
  opened.evidence.kind = "folder";
  opened.evidence.is_folder = true;
  const bool sent = channel.send(opened) && channel.send(InventoryDone{0, 0, 0}) &&
                    channel.send(Done{}) && channel.flush();
  return sent ? 0 : 3;
}

int serve() {
  Channel channel{Fd(kChannelFd)};
  const auto frame = channel.receive();
  if (!frame || !*frame) return 5;
  auto message = decode(**frame);
  if (!message || !std::holds_alternative<ScanOrder>(*message)) return 6;
  const Fd evidence(kFirstEvidenceFd);
  struct stat info {};
  if (::fstat(evidence.get(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return find_nothing(channel);
  }
  const auto size = size_of(evidence, "script");
  if (!size) return 7;
  std::string text(static_cast<std::size_t>(*size), '\0');
  const auto target = std::as_writable_bytes(std::span(text.data(), text.size()));
  if (!read_exactly(evidence.get(), 0, target, "script")) return 8;
  FakeWorker worker(Script(text), std::get<ScanOrder>(std::move(*message)), channel);
  worker.run();
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "--version-json") {
    std::puts("{\"libraries\": {\"fake\": \"1.0\"}}");
    return 0;
  }
  return winnow::serve();
}
