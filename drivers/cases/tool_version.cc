#include "drivers/cases/tool_version.h"

#include "build_facts.h"

namespace winnow {

std::string tool_version() {
  return std::string(kVersion) + " (" + kCommit + ")";
}

std::string tool_compiler() {
  return kCompiler;
}

}  // namespace winnow
