#include <openssl/crypto.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sodium.h>
#include <sqlite3.h>
#include <toml++/impl/version.h>
#include <xxhash.h>
#include <CLI/Version.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "build_facts.h"
#include "drivers/cases/tool_version.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/linked_versions.h"
#include "drivers/report/pdf_paper.h"
#include "scanner/supervise/child_process.h"

namespace winnow {
namespace {

using Libraries = LibraryVersions;

Libraries own_libraries() {
  const unsigned xxhash = XXH_versionNumber();
  return {
      {"CLI11", CLI11_VERSION},
      {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
      {"RapidJSON", RAPIDJSON_VERSION_STRING},
      {"SQLite", sqlite3_libversion()},
      {"libharu", pdf_library_version()},
      {"libsodium", sodium_version_string()},
      {"toml++", std::to_string(TOML_LIB_MAJOR) + "." + std::to_string(TOML_LIB_MINOR) +
                     "." + std::to_string(TOML_LIB_PATCH)},
      {"xxHash", std::to_string(xxhash / 10'000) + "." +
                     std::to_string(xxhash / 100 % 100) + "." +
                     std::to_string(xxhash % 100)}};
}

struct ClosePipe {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

// What the child program says of itself (scanner/worker/about_child.h). One that is not
// there or says something else gives nothing.
struct Worker {
  Libraries libraries;
  std::vector<std::string> in_force;  // of its confinement
  std::vector<std::string> lacking;
};

std::vector<std::string> texts_at(const rapidjson::Value& object, const char* name) {
  std::vector<std::string> texts;
  if (!object.IsObject() || !object.HasMember(name) || !object[name].IsArray()) {
    return texts;
  }
  const rapidjson::Value& list = object[name];
  for (rapidjson::SizeType i = 0; i < list.Size(); ++i) {
    if (list[i].IsString()) texts.emplace_back(list[i].GetString());
  }
  return texts;
}

Worker ask_worker() {
  const auto worker = find_worker();
  if (!worker || worker->find('\'') != std::string::npos) return {};
  const std::string command = "'" + *worker + "' --version-json 2>/dev/null";
  const std::unique_ptr<std::FILE, ClosePipe> pipe(::popen(command.c_str(), "r"));
  if (!pipe) return {};
  std::string text(64 * 1024, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), pipe.get()));
  rapidjson::Document document;
  document.Parse(text.c_str(), text.size());
  if (document.HasParseError() || !document.IsObject()) return {};
  if (!document.HasMember("libraries") || !document["libraries"].IsObject()) return {};
  const rapidjson::Value& listed = document["libraries"];
  Worker about;
  auto library = listed.MemberBegin();
  for (rapidjson::SizeType i = 0; i < listed.MemberCount(); ++i, ++library) {
    if (!library->value.IsString()) continue;
    about.libraries.emplace_back(library->name.GetString(), library->value.GetString());
  }
  if (document.HasMember("confinement")) {
    about.in_force = texts_at(document["confinement"], "in_force");
    about.lacking = texts_at(document["confinement"], "lacking");
  }
  return about;
}

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void put(JsonWriter& writer, const char* name, const std::string& value) {
  writer.Key(name);
  writer.String(value.c_str());
}

void put(JsonWriter& writer, const char* name, const Libraries& libraries) {
  writer.Key(name);
  writer.StartObject();
  for (const auto& [library, version] : libraries)
    put(writer, library.c_str(), version);
  writer.EndObject();
}

void put(JsonWriter& writer, const char* name, const std::vector<std::string>& texts) {
  writer.Key(name);
  writer.StartArray();
  for (const std::string& text : texts) writer.String(text.c_str());
  writer.EndArray();
}

std::string version_json() {
  const Worker about_worker = ask_worker();
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  put(writer, "name", "winnow");
  put(writer, "version", kVersion);
  put(writer, "commit", kCommit);
  put(writer, "compiler", kCompiler);
  put(writer, "build", kBuildType);
  put(writer, "libraries", own_libraries());
  put(writer, "worker_libraries", about_worker.libraries);
  writer.Key("worker_confinement");
  writer.StartObject();
  put(writer, "in_force", about_worker.in_force);
  put(writer, "lacking", about_worker.lacking);
  writer.EndObject();
  writer.EndObject();
  return buffer.GetString();
}

}  // namespace

LibraryVersions linked_versions() {
  LibraryVersions all = own_libraries();
  for (const auto& [library, version] : ask_worker().libraries) {
    all.emplace_back(library + " (of the worker)", version);
  }
  return all;
}

int run_version(const VersionOptions& options) {
  options.json ? print(version_json() + "\n") : tell("winnow " + tool_version() + "\n");
  return finish_output() ? kExitDone : kExitFailed;
}

}  // namespace winnow
