#include "drivers/cli/set_sources.h"
#include "drivers/answers/words.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "base/text.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/set_door.h"
#include "drivers/store/case_folder.h"
#include "hashsets/building/build.h"
#include "hashsets/lists/bloom_file.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

struct Named {
  std::string path;
  SetType type;
};

Result<bool> is_compiled(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return Fault{FaultKind::usage,
                 "is a folder, not a set; give the lists in it one by one", path,
                 std::nullopt};
  }
  auto fd = open_read_only(path);
  if (!fd) {
    Fault fault = std::move(fd).error();
    fault.what = "the set " + fault.what + "; check its name and that you may read it";
    return fault;
  }
  const auto head = head_of(*fd, path);
  if (!head) return head.error();
  if (looks_like_bloom(*head)) {
    return Fault{
        FaultKind::usage,
        "is a Bloom filter: it can only say what is surely not listed, so it "
        "can neither report a file nor pass one as known; give the list it was "
        "made from, or ask it with winnow hashset check",
        path, std::nullopt};
  }
  return looks_like_wset(*head) || looks_like_sealed(*head);
}

// The list's name without its ending, as the name of the set made from it.
std::string set_name_of(const std::string& path) {
  const fs::path name = fs::path(path).filename();
  return printable_utf8(name.stem().string());
}

Result<ScanSet> compile(const Named& named, std::size_t number,
                        const TemporaryFolder& temporary,
                        std::vector<std::string>& remarks) {
  BuildRequest request;
  request.output = temporary.path() + "/" + std::to_string(number) + ".wset";
  request.sources = {named.path};
  request.name = set_name_of(named.path);
  request.type = named.type;
  const auto report = build_set(request);
  if (!report) return report.error();
  for (std::string& remark : remarks_of(*report)) {
    remarks.push_back(named.path + ": " + std::move(remark));
  }
  return open_scan_set(request.output, named.type);
}

// A notable set of which nothing is compared would look like a scan and be none.
Result<void> check_algorithms(const ScanSet& scan_set, AlgorithmSet computed,
                              std::vector<std::string>& remarks) {
  if (scan_set.set.type() != SetType::notable) return {};
  bool any = false;
  std::string missing;
  for (const Algorithm algorithm : kAlgorithms) {
    if (!scan_set.set.algorithms().contains(algorithm)) continue;
    if (computed.contains(algorithm)) {
      any = true;
    } else {
      missing += (missing.empty() ? "" : ", ") + std::string(to_string(algorithm));
    }
  }
  if (missing.empty()) return {};
  if (!any) {
    return Fault{FaultKind::usage,
                 "lists only " + missing + ", which --digests leaves out; add it there",
                 scan_set.set.name(), std::nullopt};
  }
  remarks.push_back(printable_utf8(scan_set.set.name()) + ": its " + missing +
                    " are not compared, as --digests leaves them out");
  return {};
}

}  // namespace

std::vector<std::string> remarks_of(const BuildReport& report) {
  std::vector<std::string> remarks;
  for (const BuildReport::Rejection& rejection : report.rejections) {
    remarks.push_back(counted_text(rejection.count, "row") +
                      " left out: " + printable_utf8(rejection.reason) + ", first " +
                      printable_utf8(rejection.first));
  }
  for (const BuildReport::Rejection& remark : report.remarks) {
    remarks.push_back(counted_text(remark.count, "row") + " kept " +
                      printable_utf8(remark.reason) + ", first " +
                      printable_utf8(remark.first));
  }
  if (report.empty_file_rows > 0) {
    remarks.push_back(counted_text(report.empty_file_rows, "row") +
                      " left out: the digest of no bytes, which every empty file has");
  }
  return remarks;
}

Result<SetSources> open_sets(const ScanOptions& options,
                             const TemporaryFolder& temporary) {
  std::vector<Named> named;
  for (const auto& path : options.hashsets) named.push_back({path, SetType::notable});
  for (const auto& path : options.known) named.push_back({path, SetType::known});
  for (const auto& path : options.ignore) named.push_back({path, SetType::ignore});
  SetDoor door(options.passphrase_file);
  SetSources sources;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto compiled = is_compiled(named[i].path);
    if (!compiled) return compiled.error();
    auto opened = *compiled ? door.open_for_scan(named[i].path, named[i].type)
                            : compile(named[i], i, temporary, sources.remarks);
    if (!opened) return std::move(opened).error();
    auto checked = check_algorithms(*opened, options.digests, sources.remarks);
    if (!checked) return std::move(checked).error();
    sources.sets.push_back(std::move(*opened));
  }
  put_in_order(sources.sets);
  return sources;
}

Result<void> apply_thresholds(const std::map<std::string, unsigned>& thresholds,
                              std::vector<ScanSet>& sets) {
  for (const auto& [name, bits] : thresholds) {
    bool is_known = false;
    for (ScanSet& scan_set : sets) {
      if (scan_set.set.name() != name) continue;
      scan_set.pdq_distance = static_cast<std::uint8_t>(bits);
      is_known = true;
    }
    if (!is_known) {
      return Fault{
          FaultKind::usage,
          "is the name of none of the sets that are given; winnow hashset info "
          "FILE tells a set's name",
          "--set-threshold " + name, std::nullopt};
    }
  }
  return {};
}

std::string lasting_path(const ScanSet& scan_set, const TemporaryFolder& temporary,
                         const std::string& sets_path) {
  if (!scan_set.path.starts_with(temporary.path())) return scan_set.path;
  return sets_path + "/" + as_file_name(scan_set.set.name()) + "-" + scan_set.set.id() +
         ".wset";
}

Result<void> keep_compiled_sets(const std::vector<ScanSet>& sets,
                                const TemporaryFolder& temporary,
                                const std::string& sets_path) {
  for (const ScanSet& scan_set : sets) {
    const std::string target = lasting_path(scan_set, temporary, sets_path);
    if (target == scan_set.path || ::access(target.c_str(), F_OK) == 0) continue;
    const auto mapping = Mapping::of(scan_set.fd.get(), scan_set.path);
    if (!mapping) return mapping.error();
    if (auto put = replace_file(target, mapping->bytes()); !put) return put;
  }
  return {};
}

}  // namespace winnow
