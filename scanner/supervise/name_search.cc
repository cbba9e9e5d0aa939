#include "scanner/supervise/name_search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/fold_case.h"

namespace winnow {
namespace {

bool is_glob(std::string_view part) {
  return part.find_first_of("*?") != std::string_view::npos;
}

// The end of the code point at `at`.
std::size_t next_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
    ++at;
  }
  return at;
}

// A folder without its volume: its parts, folded, and where each ends in the text as
// it is written. Used again for every folder.
class FoldedFolder {
 public:
  // A path up to its last slash. False for what lies in no volume.
  bool take(std::string_view folder) {
    parts_.clear();
    ends_.clear();
    const std::size_t own = folder.find('/', 1);
    if (own == std::string_view::npos) return false;
    // Folding keeps the number of parts, and here even that of bytes.
    text_ = fold_case(folder);
    for (std::size_t at = own + 1; at < text_.size();) {
      const std::size_t end = text_.find('/', at);
      parts_.push_back(std::string_view(text_).substr(at, end - at));
      ends_.push_back(end);
      at = end + 1;
    }
    return true;
  }
  [[nodiscard]] const std::vector<std::string_view>& parts() const { return parts_; }
  [[nodiscard]] std::size_t end_of(std::size_t part) const { return ends_[part]; }

 private:
  std::string text_;
  std::vector<std::string_view> parts_;
  std::vector<std::size_t> ends_;
};

// What a folder says of the files right in it.
struct FolderAnswer {
  bool in_volume = false;
  // Rules of folders, and where in its text the outermost that each fits ends.
  std::map<std::size_t, std::size_t> met;
  // Rules of files whose parts above the last fit its end.
  std::vector<std::size_t> open;

  [[nodiscard]] bool says_nothing() const {
    return in_volume && met.empty() && open.empty();
  }
};

// What of the rules is about folders, by a part without * and ?, if there is one: a
// folder's parts are looked up, and nearly all rules need no look.
class FolderRules {
 public:
  explicit FolderRules(const std::vector<NameRule>& rules) : rules_(rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Parts parts = parts_of(i);
      if (parts.empty()) continue;
      const auto plain = std::find_if_not(parts.begin(), parts.end(), is_glob);
      if (plain == parts.end()) {
        globs_.push_back(i);
      } else {
        by_part_[*plain].push_back(
            {i, static_cast<std::size_t>(plain - parts.begin())});
      }
    }
  }

  void ask(std::string_view path, FolderAnswer& answer) {
    answer.met.clear();
    answer.open.clear();
    answer.in_volume = folder_.take(path);
    const std::size_t count = folder_.parts().size();
    for (std::size_t at = 0; at < count; ++at) {
      const auto found = by_part_.find(folder_.parts()[at]);
      if (found != by_part_.end()) {
        for (const Anchor& anchor : found->second) {
          if (anchor.part <= at) try_at(anchor.rule, at - anchor.part, answer);
        }
      }
      for (const std::size_t rule : globs_) try_at(rule, at, answer);
    }
  }

 private:
  using Parts = std::span<const std::string>;
  struct Anchor {
    std::size_t rule;
    std::size_t part;  // of its pattern
  };

  [[nodiscard]] Parts parts_of(std::size_t number) const {
    const NameRule& rule = rules_[number];
    const Parts parts(rule.parts);
    return rule.of == NameOf::file ? parts.first(parts.size() - 1) : parts;
  }

  void try_at(std::size_t rule, std::size_t first, FolderAnswer& answer) const {
    const auto& folders = folder_.parts();
    const Parts parts = parts_of(rule);
    const std::size_t end = first + parts.size();
    const bool is_of_files = rules_[rule].of == NameOf::file;
    if (is_of_files ? end != folders.size() : end > folders.size()) return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!fits(parts[i], folders[first + i])) return;
    }
    if (is_of_files) {
      answer.open.push_back(rule);  // there is one place at which it can end
      return;
    }
    const std::size_t ends_at = folder_.end_of(end - 1);
    const auto [known, is_new] = answer.met.try_emplace(rule, ends_at);
    if (!is_new) known->second = std::min(known->second, ends_at);
  }

  const std::vector<NameRule>& rules_;
  std::unordered_map<std::string_view, std::vector<Anchor>> by_part_;
  std::vector<std::size_t> globs_;
  FoldedFolder folder_;
};

// Rules of files that ask for nothing but the name.
class BareRules {
 public:
  explicit BareRules(const std::vector<NameRule>& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].of != NameOf::file || rules[i].parts.size() != 1) continue;
      const std::string_view pattern = rules[i].parts.front();
      if (!is_glob(pattern)) {
        by_name_[pattern].push_back(i);
        continue;
      }
      globs_.push_back({i, pattern, pattern.substr(0, pattern.find_first_of("*?")),
                        pattern.substr(pattern.find_last_of("*?") + 1)});
    }
  }

  template <typename Met>
  void search(std::string_view folded, const Met& met) const {
    if (const auto found = by_name_.find(folded); found != by_name_.end()) {
      for (const std::size_t rule : found->second) met(rule);
    }
    for (const Glob& glob : globs_) {
      if (folded.starts_with(glob.head) && folded.ends_with(glob.tail) &&
          fits(glob.pattern, folded)) {
        met(glob.rule);
      }
    }
  }

 private:
  struct Glob {
    std::size_t rule;
    std::string_view pattern;
    std::string_view head;  // before its first * or ?
    std::string_view tail;  // behind its last
  };

  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
  std::vector<Glob> globs_;
};

// What one rule met.
class RuleTally {
 public:
  void add_file(FileId file) {
    if (files_.size() < kMostNames) {
      files_.push_back(file);
    } else {
      ++more_files_;
    }
  }
  // Files come in the order of the inventory. `folder` lives as long as the table.
  void add_folder(std::string_view folder, FileId file, bool allocated) {
    const auto [known, is_new] = folders_.try_emplace(folder, Folder{file, allocated});
    if (!is_new && allocated && !known->second.is_live) {
      known->second = {file, true};
    }
  }

  // Rising; and how many there are besides.
  [[nodiscard]] std::pair<std::vector<FileId>, std::uint64_t> named() const {
    std::vector<FileId> files = files_;
    for (const auto& [path, folder] : folders_) files.push_back(folder.file);
    std::sort(files.begin(), files.end());
    std::uint64_t more = more_files_;
    if (files.size() > kMostNames) {
      more += files.size() - kMostNames;
      files.resize(kMostNames);
    }
    return {std::move(files), more};
  }

 private:
  struct Folder {
    FileId file;
    bool is_live;
  };

  std::vector<FileId> files_;
  std::uint64_t more_files_ = 0;
  std::unordered_map<std::string_view, Folder> folders_;
};

using Tallies = std::map<std::size_t, RuleTally>;  // by the rule's number

NamesMet names_of(const Tallies& tallies, const NameRules& rules) {
  NamesMet met;
  for (const auto& [number, tally] : tallies) {
    const NameRule& rule = rules.rules()[number];
    const auto place = static_cast<std::uint32_t>(met.rules.size());
    auto [files, more] = tally.named();
    for (const FileId file : files) met.names.push_back({file, place});
    met.rules.push_back(
        {static_cast<std::uint32_t>(number), rule.id, rule.words, more});
  }
  std::sort(met.names.begin(), met.names.end(), [](const NameMet& a, const NameMet& b) {
    return std::pair(a.file, a.rule) < std::pair(b.file, b.rule);
  });
  return met;
}

}  // namespace

bool fits(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  // Behind the last * met, and where in the name what it stands for ends by now.
  std::optional<std::pair<std::size_t, std::size_t>> star;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = {++p, n};
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      n = next_character(name, n);
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star) {
      star->second = next_character(name, star->second);
      std::tie(p, n) = *star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

NamesMet search_names(const FileTable& files, const NameRules& rules) {
  FolderRules of_folders(rules.rules());
  const BareRules of_names(rules.rules());
  const FileList& list = files.list();
  Tallies tallies;
  FolderAnswer answer;
  std::optional<std::uint32_t> asked;  // the folder whose answer that is
  std::vector<bool> says_nothing;      // of each folder, by its number
  for (FileId file = 0; file < files.size(); ++file) {
    const std::uint32_t folder = list.folder_number(file);
    if (says_nothing.size() <= folder) says_nothing.resize(folder + 1, false);
    const bool has_answer = !says_nothing[folder];
    if (has_answer && asked != folder) {
      of_folders.ask(list.folder(folder), answer);
      asked = folder;
      says_nothing[folder] = answer.says_nothing();
    }
    if (has_answer && !answer.in_volume) continue;
    const std::string name = fold_case(list.name(file));
    of_names.search(name, [&](std::size_t rule) { tallies[rule].add_file(file); });
    if (!has_answer) continue;
    for (const std::size_t rule : answer.open) {
      if (fits(rules.rules()[rule].parts.back(), name)) tallies[rule].add_file(file);
    }
    for (const auto& [rule, end] : answer.met) {
      tallies[rule].add_folder(list.folder(folder).substr(0, end), file,
                               list.facts(file).allocated);
    }
  }
  return names_of(tallies, rules);
}

}  // namespace winnow
