#include "scanner/supervise/name_search.h"

#include <algorithm>
#include <map>
#include <optional>
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

// A path without its volume: its parts, folded, and where each ends in the path as it
// is written. Used again for every path.
class FoldedPath {
 public:
  void take(std::string_view path) {
    parts_.clear();
    ends_.clear();
    const std::size_t own = path.find('/', 1);
    if (own == std::string_view::npos) return;
    // Folding keeps the number of parts, and here even that of bytes.
    text_ = fold_case(path);
    for (std::size_t at = own + 1; at <= text_.size();) {
      const std::size_t end = std::min(text_.find('/', at), text_.size());
      parts_.push_back(std::string_view(text_).substr(at, end - at));
      ends_.push_back(end);
      at = end + 1;
    }
  }
  // Of the folders, then of the file itself.
  [[nodiscard]] const std::vector<std::string_view>& parts() const { return parts_; }
  [[nodiscard]] std::size_t end_of(std::size_t part) const { return ends_[part]; }

 private:
  std::string text_;
  std::vector<std::string_view> parts_;
  std::vector<std::size_t> ends_;
};

// The rules by a part of theirs without * and ?, if they have one: a path's parts are
// looked up, and nearly all rules need no look.
class RuleIndex {
 public:
  explicit RuleIndex(const std::vector<NameRule>& rules) : rules_(rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const std::vector<std::string>& parts = rules[i].parts;
      const auto plain = std::find_if_not(parts.begin(), parts.end(), is_glob);
      if (plain == parts.end()) {
        globs_.push_back(i);
      } else {
        const auto at = static_cast<std::size_t>(plain - parts.begin());
        by_part_[*plain].push_back({i, at});
      }
    }
  }

  // Calls `met(rule, last)` for each place where a rule fits; `last` is the path's part
  // that the rule's last one fits.
  template <typename Met>
  void search(const FoldedPath& path, const Met& met) const {
    const auto& parts = path.parts();
    for (std::size_t at = 0; at < parts.size(); ++at) {
      if (const auto found = by_part_.find(parts[at]); found != by_part_.end()) {
        for (const Anchor& anchor : found->second) {
          if (anchor.part <= at) try_at(anchor.rule, at - anchor.part, parts, met);
        }
      }
      for (const std::size_t rule : globs_) try_at(rule, at, parts, met);
    }
  }

 private:
  struct Anchor {
    std::size_t rule;
    std::size_t part;  // of its pattern
  };

  template <typename Met>
  void try_at(std::size_t number, std::size_t first,
              const std::vector<std::string_view>& parts, const Met& met) const {
    const NameRule& rule = rules_[number];
    const std::size_t end = first + rule.parts.size();
    const bool ends_right =
        rule.of == NameOf::file ? end == parts.size() : end < parts.size();
    if (!ends_right) return;
    for (std::size_t i = 0; i < rule.parts.size(); ++i) {
      if (!fits(rule.parts[i], parts[first + i])) return;
    }
    met(number, end - 1);
  }

  const std::vector<NameRule>& rules_;
  std::unordered_map<std::string_view, std::vector<Anchor>> by_part_;
  std::vector<std::size_t> globs_;
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
  const RuleIndex index(rules.rules());
  Tallies tallies;
  FoldedPath path;
  std::map<std::size_t, std::size_t> outermost;  // rule, its first place in this path
  FileId id = 0;
  for (const FileTable::Row& row : files.rows()) {
    const FileId file = id++;
    path.take(row.path);
    outermost.clear();
    index.search(path, [&](std::size_t rule, std::size_t last) {
      const auto [known, is_new] = outermost.try_emplace(rule, last);
      if (!is_new) known->second = std::min(known->second, last);
    });
    for (const auto& [rule, last] : outermost) {
      RuleTally& tally = tallies[rule];
      if (rules.rules()[rule].of == NameOf::file) {
        tally.add_file(file);
      } else {
        tally.add_folder(row.path.substr(0, path.end_of(last)), file, row.allocated);
      }
    }
  }
  return names_of(tallies, rules);
}

}  // namespace winnow
