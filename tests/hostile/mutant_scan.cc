#include "tests/hostile/mutant_scan.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kGrace{1};
constexpr std::chrono::seconds kAnswerLimit{60};

// Standard output of a command that must end with status 0.
std::string answer(const ScanCommand& command, const std::string& verb,
                   const std::string& folder, Complaints& complaints) {
  const Ended ended =
      run_to_end({command.winnow, verb, "--case", folder + "/case", "--json"},
                 folder + "/answer", folder + "/answer.err", kAnswerLimit);
  if (ended.status != 0) {
    complaints.push_back(verb + " ended with status " + std::to_string(ended.status) +
                         ": " + read_text(folder + "/answer.err"));
  }
  return read_text(folder + "/answer");
}

}  // namespace

MutantResult scan_exhibit(const ScanCommand& command, const std::string& path,
                          const std::string& folder) {
  fs::remove_all(folder + "/case");
  std::vector<std::string> argv = {command.winnow,   "scan",       path,
                                   "--hashset",      command.list, "--case",
                                   folder + "/case", "--json"};
  argv.insert(argv.end(), command.options.begin(), command.options.end());
  const Ended ended =
      run_to_end(argv, folder + "/events", folder + "/errors", command.limit);
  const Orphans orphans = reap_orphans("winnow-worker", kGrace);
  MutantResult result;
  result.status = ended.status;
  result.seconds = ended.seconds;
  if (!ended.in_time) {
    result.complaints.push_back("did not end by itself");
    return result;
  }
  if (!orphans.left.empty()) result.complaints.push_back("left a child behind");
  Answers answers{ended.status, read_text(folder + "/events"),
                  read_text(folder + "/errors"), "", ""};
  result.deaths = deaths_of(answers.events);
  if (ended.status == 0 || ended.status == 1 || ended.status == 3) {
    answers.findings = answer(command, "findings", folder, result.complaints);
    answers.coverage = answer(command, "coverage", folder, result.complaints);
  }
  const Complaints found = check_answers(answers, 1);
  result.complaints.insert(result.complaints.end(), found.begin(), found.end());
  result.coverage = std::move(answers.coverage);
  return result;
}

MutantBench::MutantBench(const BaseImages& bases, std::string folder)
    : folder_(std::move(folder)) {
  fs::create_directories(folder_);
  for (std::size_t i = 0; i < bases.images.size(); ++i) {
    const std::string bytes = read_text(bases.images[i].path);
    std::ofstream(image(i), std::ios::binary) << bytes;
    metadata_.push_back(find_metadata(bytes_of(bytes)));
  }
}

std::string MutantBench::image(std::size_t base) const {
  return folder_ + "/" + std::to_string(base) + ".img";
}

std::vector<Change> MutantBench::changes_of(const Mutant& mutant,
                                            std::uint64_t seed) const {
  return mutation(seed, mutant.filesystem, mutant.number, metadata_[mutant.base]);
}

std::vector<Change> MutantBench::exchange(std::size_t base,
                                          const std::vector<Change>& changes) {
  std::fstream file(image(base), std::ios::binary | std::ios::in | std::ios::out);
  std::vector<Change> before = changes;
  for (Change& change : before) {
    file.seekg(static_cast<std::streamoff>(change.offset));
    change.value = static_cast<std::byte>(file.get());
  }
  for (const Change& change : changes) {
    file.seekp(static_cast<std::streamoff>(change.offset));
    file.put(static_cast<char>(change.value));
  }
  return before;
}

MutantResult MutantBench::scan(const ScanCommand& command, const Mutant& mutant,
                               std::uint64_t seed) {
  const auto before = exchange(mutant.base, changes_of(mutant, seed));
  MutantResult result = scan_exhibit(command, image(mutant.base), folder_);
  static_cast<void>(exchange(mutant.base, before));
  return result;
}

void MutantBench::keep(const Mutant& mutant, std::uint64_t seed,
                       const std::string& path) {
  const auto before = exchange(mutant.base, changes_of(mutant, seed));
  fs::copy_file(image(mutant.base), path, fs::copy_options::overwrite_existing);
  static_cast<void>(exchange(mutant.base, before));
}

}  // namespace winnow::hostile
