#include "tests/acceptance/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/digester.h"
#include "tests/base/temp_folder.h"

extern char** environ;

namespace winnow::test {
namespace {

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  std::string part;
  while (std::getline(in, part, by)) parts.push_back(part);
  return parts;
}

std::string text_at(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  return found != object.MemberEnd() && found->value.IsString()
             ? found->value.GetString()
             : "";
}

}  // namespace

Ran run(const std::vector<std::string>& argv) {
  const TempFolder folder;
  const std::string out = folder.path("out");
  const std::string err = folder.path("err");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  std::vector<std::string> words = argv;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  Ran ran;
  if (posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ) ==
      0) {
    int state = 0;
    ::waitpid(child, &state, 0);
    ran.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    ran.out = read_text(out);
    ran.err = read_text(err);
  }
  posix_spawn_file_actions_destroy(&actions);
  return ran;
}

Ran winnow(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), WINNOW_PROGRAM);
  return run(arguments);
}

std::string winnow_with_worker(const std::string& folder, const std::string& worker) {
  namespace fs = std::filesystem;
  fs::create_directories(folder);
  fs::copy_file(WINNOW_PROGRAM, folder + "/winnow",
                fs::copy_options::overwrite_existing);
  fs::copy_file(worker, folder + "/winnow-worker",
                fs::copy_options::overwrite_existing);
  return folder + "/winnow";
}

bool has_program(const std::string& name) {
  for (const std::string& folder : split(std::getenv("PATH"), ':')) {
    if (::access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::vector<Found> parse_findings(const std::string& json_lines) {
  std::vector<Found> findings;
  for (const std::string& line : split(json_lines, '\n')) {
    const rapidjson::Document d = parse_json(line);
    if (!d.IsObject()) continue;
    findings.push_back({text_at(d, "exhibit"), text_at(d, "path"),
                        text_at(d["digest"], "md5"), text_at(d, "kind"),
                        d["allocated"].GetBool()});
  }
  return findings;
}

rapidjson::Document parse_json(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.c_str(), text.size());
  return document;
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string sha256_of_file(const std::string& path) {
  AlgorithmSet only;
  only.add(Algorithm::sha256);
  Digester digester(only);
  std::ifstream in(path, std::ios::binary);
  std::vector<char> piece(1 << 20);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         in.gcount() > 0) {
    digester.update(
        std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(in.gcount()))));
  }
  return digester.finish().get(Algorithm::sha256)->hex();
}

std::vector<std::map<std::string, std::string>> read_table(const std::string& path) {
  std::vector<std::map<std::string, std::string>> rows;
  const std::vector<std::string> lines = split(read_text(path), '\n');
  if (lines.empty()) return rows;
  const std::vector<std::string> columns = split(lines.front(), '\t');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = split(lines[i], '\t');
    std::map<std::string, std::string> row;
    for (std::size_t c = 0; c < columns.size() && c < cells.size(); ++c) {
      row[columns[c]] = cells[c];
    }
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace winnow::test
