#include "drivers/cli/scan_request.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "base/place.h"
#include "base/text.h"
#include "drivers/cases/tool_version.h"
#include "hashsets/lists/detect.h"
#include "scanner/supervise/child_process.h"
#include "scanner/supervise/errands.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

Fault usage(std::string what, std::string place) {
  return Fault{FaultKind::usage, std::move(what), std::move(place), std::nullopt};
}

std::string base_name(const std::string& path) {
  const fs::path normal = fs::path(path).lexically_normal();
  const fs::path name =
      normal.has_filename() ? normal.filename() : normal.parent_path().filename();
  const std::string text = name.string();
  return text.empty() || text == "." || text == ".." ? path : text;
}

// The reference of each exhibit: as given, else its file's name, else, where two would
// be the same, its path.
Result<std::vector<std::string>> references(const ScanOptions& options) {
  if (options.refs.size() > options.exhibits.size()) {
    return usage("there are more references than exhibits", "--exhibit-ref");
  }
  std::vector<std::string> refs;
  for (std::size_t i = 0; i < options.exhibits.size(); ++i) {
    const bool is_given = i < options.refs.size();
    refs.push_back(
        printable_utf8(is_given ? options.refs[i] : base_name(options.exhibits[i])));
  }
  const std::vector<std::string> wanted = refs;
  for (std::size_t i = options.refs.size(); i < refs.size(); ++i) {
    if (std::count(wanted.begin(), wanted.end(), wanted[i]) > 1) {
      refs[i] = printable_utf8(options.exhibits[i]);
    }
  }
  std::vector<std::string> sorted = refs;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    return usage("names two exhibits; give each its own with --exhibit-ref", *twice);
  }
  if (std::find(refs.begin(), refs.end(), "") != refs.end()) {
    return usage("must not be empty", "--exhibit-ref");
  }
  return refs;
}

// A case inside a folder that is itself the exhibit would write to the evidence.
Result<void> check_apart(const std::string& exhibit, const std::string& case_path) {
  if (!lies_in(case_path, exhibit)) return {};
  return usage("lies inside the exhibit " + printable_utf8(exhibit) +
                   ", which is never written to; choose another --case",
               case_path);
}

Result<std::vector<Exhibit>> open_exhibits(const ScanOptions& options) {
  auto refs = references(options);
  if (!refs) return std::move(refs).error();
  std::vector<Exhibit> exhibits;
  for (std::size_t i = 0; i < options.exhibits.size(); ++i) {
    auto files = open_exhibit(options.exhibits[i]);
    if (!files) return std::move(files).error();
    if (files->is_folder) {
      if (auto apart = check_apart(options.exhibits[i], options.case_path); !apart) {
        return std::move(apart).error();
      }
    }
    exhibits.push_back({(*refs)[i], std::move(*files), ""});
  }
  return exhibits;
}

ScanSettings settings_of(const ScanOptions& options, std::string worker) {
  ScanSettings settings;
  settings.until = options.until;
  settings.algorithms = options.digests;
  settings.threads = options.threads;
  settings.serial = options.serial;
  settings.one_pass = options.one_pass && settings.until == Tier::everything;
  settings.keeps_pictures = options.keep_pictures;
  settings.keeps_known_pictures = options.keep_known_pictures;
  settings.keeps_blocks = options.keep_blocks;
  settings.item_limit = options.item_limit;
  settings.stop.on_match = options.stop_on_match;
  settings.worker = std::move(worker);
  settings.operator_name = options.operator_name;
  settings.tool_version = tool_version();
  return settings;
}

// Null if none are asked for.
Result<std::shared_ptr<const ScanClasses>> classes_of(const ScanOptions& options,
                                                      const std::vector<ScanSet>& sets,
                                                      const ScanSettings& settings) {
  if (!options.classes && options.model.empty()) {
    return std::shared_ptr<const ScanClasses>();
  }
  if (!takes_pictures(sets, settings)) {
    return usage(
        "tells nothing in this scan, which decodes no picture; give a set with PDQ "
        "hashes or --keep pictures, and do not end the scan before its tier look",
        options.model.empty() ? "--classes" : "--model " + options.model);
  }
  auto classes = std::make_shared<ScanClasses>();
  if (!options.model.empty()) {
    auto model = open_scan_model(options.model);
    if (!model) return std::move(model).error();
    classes->model = std::move(*model);
  }
  ScanSettings trial = settings;
  trial.classes = classes;
  auto known = check_classes(trial);
  if (!known) return std::move(known).error();
  classes->classes = std::move(known->classes);
  classes->memory_bytes = known->memory_bytes;
  return std::shared_ptr<const ScanClasses>(std::move(classes));
}

Result<NameRules> name_rules_of(const ScanOptions& options) {
  if (options.no_indications) return NameRules();
  if (!options.indications.empty()) return read_name_rules(options.indications);
  return NameRules::parse(shipped_name_rules(), "the shipped rules of names");
}

// A case that is there already: nobody else writes to it, and what it holds under these
// references is of these exhibits. Nothing is written.
Result<std::optional<CaseFolder>> check_old_case(const ScanOptions& options,
                                                 std::vector<Exhibit>& exhibits,
                                                 const std::vector<ScanSet>& sets,
                                                 const ScanSettings& settings) {
  std::error_code error;
  if (!fs::exists(options.case_path + "/case.json", error)) {
    return std::optional<CaseFolder>();
  }
  auto folder = CaseFolder::open(options.case_path);
  if (!folder) return std::move(folder).error();
  if (auto locked = folder->lock(); !locked) return std::move(locked).error();
  for (Exhibit& exhibit : exhibits) {
    exhibit.journal = folder->journal_path(exhibit.ref);
    if (auto checked = check_journal(exhibit, sets, settings); !checked) {
      return std::move(checked).error();
    }
  }
  return std::optional<CaseFolder>(std::move(*folder));
}

bool is_hash_list(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  const auto fd = open_read_only(path);
  if (!fd) return false;
  ListSource source(fd->get(), path);
  const auto head = source.head();
  return head && detect_list(*head, path);
}

// Exhibits and lists are easily given in each other's place.
Fault explained(Fault fault, const ScanOptions& options) {
  if (fault.kind != FaultKind::unsupported) return fault;
  for (const std::string& exhibit : options.exhibits) {
    if (!is_hash_list(exhibit)) continue;
    fault.what = "is not a hash list, but the exhibit " + printable_utf8(exhibit) +
                 " is one; name the exhibits first, then the lists after --hashset";
    break;
  }
  return fault;
}

std::string same_evidence_remark(const std::string& ref, const std::string& other) {
  return ref + ": seems to be the same evidence as " + other +
         " (same size, same samples); if it is, what was met on it counts twice";
}

// One device under two references, in this scan or in what the case holds.
Result<std::vector<std::string>> same_evidence_remarks(
    const std::vector<Exhibit>& exhibits, const CaseFolder& folder) {
  std::vector<std::pair<std::string, std::string>> known;  // reference, fingerprint
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  for (const std::string& journal : *journals) {
    const auto run = run_of_journal(journal);
    if (!run) return run.error();
    if (*run) known.emplace_back((*run)->exhibit, (*run)->fingerprint);
  }
  std::vector<std::string> remarks;
  for (const Exhibit& exhibit : exhibits) {
    const std::string fingerprint = fingerprint_of(exhibit.files);
    const auto same = std::find_if(known.begin(), known.end(), [&](const auto& one) {
      return one.first != exhibit.ref && same_evidence(one.second, fingerprint);
    });
    if (same != known.end()) {
      remarks.push_back(same_evidence_remark(exhibit.ref, same->first));
    }
    known.emplace_back(exhibit.ref, fingerprint);
  }
  return remarks;
}

Result<CaseFolder> make_case(const ScanOptions& options) {
  auto folder = CaseFolder::open_or_create(options.case_path, tool_version());
  if (!folder) return folder;
  if (auto locked = folder->lock(); !locked) return std::move(locked).error();
  return folder;
}

}  // namespace

Result<ScanRequest> prepare_scan(const ScanOptions& options) {
  if (auto checked = CaseFolder::check(options.case_path); !checked) {
    return std::move(checked).error();
  }
  if (options.hashsets.empty() && options.until != Tier::inventory) {
    return usage("is needed: name at least one set or list to look for", "--hashset");
  }
  auto names = name_rules_of(options);
  if (!names) return std::move(names).error();
  auto exhibits = open_exhibits(options);
  if (!exhibits) return std::move(exhibits).error();
  auto temporary = TemporaryFolder::create();
  if (!temporary) return std::move(temporary).error();
  auto sources = open_sets(options, *temporary);
  if (!sources) return explained(std::move(sources).error(), options);
  if (auto set = apply_thresholds(options.set_thresholds, sources->sets); !set) {
    return std::move(set).error();
  }
  auto worker = find_worker();
  if (!worker) return std::move(worker).error();
  ScanSettings settings = settings_of(options, std::move(*worker));
  settings.names = std::move(*names);
  auto classes = classes_of(options, sources->sets, settings);
  if (!classes) return std::move(classes).error();
  settings.classes = std::move(*classes);
  for (const Exhibit& exhibit : *exhibits) {
    if (const auto opened = check_exhibit(exhibit, settings); !opened) {
      return opened.error();
    }
  }
  auto old_case = check_old_case(options, *exhibits, sources->sets, settings);
  if (!old_case) return std::move(old_case).error();
  auto folder =
      *old_case ? Result<CaseFolder>(std::move(**old_case)) : make_case(options);
  if (!folder) return std::move(folder).error();
  for (Exhibit& exhibit : *exhibits)
    exhibit.journal = folder->journal_path(exhibit.ref);
  auto kept = keep_compiled_sets(sources->sets, *temporary, folder->sets_path());
  if (!kept) return std::move(kept).error();
  auto remarks = same_evidence_remarks(*exhibits, *folder);
  if (!remarks) return std::move(remarks).error();
  std::move(sources->remarks.begin(), sources->remarks.end(),
            std::back_inserter(*remarks));
  return ScanRequest{
      std::move(*temporary), std::move(sources->sets), settings,
      std::move(*exhibits),  std::move(*folder),       std::move(*remarks)};
}

}  // namespace winnow
