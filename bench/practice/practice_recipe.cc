#include "bench/practice/practice_recipe.h"

#include <cstdio>
#include <optional>
#include <sstream>

#include "bench/practice/practice_content.h"

namespace winnow::practice {
namespace {

using Words = std::vector<std::string>;

Words split_line(const std::string& line, const std::string& place) {
  Words words;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == ' ' || line[at] == '\t' || line[at] == '\r') {
      ++at;
    } else if (line[at] == '#') {
      break;
    } else if (line[at] == '"') {
      const std::size_t end = line.find('"', at + 1);
      if (end == std::string::npos) fail(place + ": a quotation mark is missing");
      words.push_back(line.substr(at + 1, end - at - 1));
      at = end + 1;
    } else {
      const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
      words.push_back(line.substr(at, end - at));
      at = end;
    }
  }
  return words;
}

VolumeOrder read_order(const Words& words, const std::string& place) {
  VolumeOrder order;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string key = words[i].substr(0, equals);
    const std::string value =
        equals == std::string::npos ? "" : words[i].substr(equals + 1);
    if (key == "size") {
      order.size_bytes = parse_size(value);
    } else if (key == "unit") {
      order.unit_bytes = static_cast<unsigned>(parse_size(value));
    } else if (key == "label") {
      order.label = value;
    } else if (key == "inodes") {
      order.inodes = parse_number(value);
    } else if (key == "offset") {
      order.offset_bytes = parse_size(value);
    } else {
      fail(place + ": unknown setting of a volume: " + words[i]);
    }
  }
  if (order.size_bytes == 0) fail(place + ": the volume needs a size");
  return order;
}

// One command after the volume line; false if it is none or its words do not fit.
bool follow_line(PracticeVolume& volume, const Words& words) {
  const std::string& command = words[0];
  const std::size_t count = words.size();
  if (command == "folder" && count == 2) {
    volume.add_folder(words[1]);
  } else if (command == "file" && count == 3) {
    volume.add_file(words[1], make_content(words[2]));
  } else if (command == "file" && count == 4 && words[3] == "packed") {
    volume.add_file(words[1], make_content(words[2]), true);
  } else if (command == "stream" && count == 4) {
    volume.add_stream(words[1], words[2], make_content(words[3]));
  } else if (command == "link" && count == 3) {
    volume.add_link(words[1], words[2]);
  } else if (command == "delete" && count == 2) {
    volume.remove(words[1]);
  } else if (command == "pieces" && count == 4) {
    volume.add_scattered_file(words[1], make_content(words[2]), parse_number(words[3]));
  } else if (command == "folder-pieces" && count == 3) {
    volume.add_scattered_folder(words[1], parse_number(words[2]));
  } else if (command == "crowd" && (count == 3 || count == 4)) {
    volume.add_crowd(words[1], parse_number(words[2]),
                     count == 4 ? parse_number(words[3]) : 0);
  } else {
    return false;
  }
  return true;
}

}  // namespace

void follow_recipe(FileSystem kind, const std::string& origin,
                   const std::string& recipe, const std::string& image,
                   const std::string& manifest_path) {
  std::optional<PracticeVolume> volume;
  std::istringstream lines(recipe);
  std::string line;
  for (unsigned number = 1; std::getline(lines, line); ++number) {
    const std::string place = origin + ":" + std::to_string(number);
    const Words words = split_line(line, place);
    if (words.empty()) continue;
    if ((words[0] == "volume") == volume.has_value()) {
      fail(place + ": the volume line comes first, and once");
    }
    if (!volume) {
      volume.emplace(kind, image, read_order(words, place));
    } else if (!follow_line(*volume, words)) {
      fail(place + ": not understood: " + line);
    }
  }
  if (!volume) fail(origin + ": no volume line");
  volume->finish(manifest_path);
}

int make_volume_main(FileSystem kind, int argc, char** argv) {
  start_program(argv[0]);
  if (argc != 4) fail("usage: " + name_of(argv[0]) + " RECIPE IMAGE MANIFEST");
  const ByteVector recipe = read_host_file(argv[1]);
  follow_recipe(kind, argv[1], std::string(recipe.begin(), recipe.end()), argv[2],
                argv[3]);
  return 0;
}

}  // namespace winnow::practice
