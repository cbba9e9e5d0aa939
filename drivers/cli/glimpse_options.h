// What the operator asked for of glimpse.
#ifndef WINNOW_DRIVERS_CLI_GLIMPSE_OPTIONS_H_
#define WINNOW_DRIVERS_CLI_GLIMPSE_OPTIONS_H_

#include <string>

#include "drivers/cases/decision_case.h"
#include "scanner/wire/picture_place.h"

namespace CLI {
class App;
}

namespace winnow {

struct GlimpseOptions {
  std::string case_path = "winnow-case";
  std::string ref;
  PicturePlace place;
  std::string out;
  SignatureOptions signatures;
};

void add_glimpse(CLI::App& app, GlimpseOptions& options);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_GLIMPSE_OPTIONS_H_
