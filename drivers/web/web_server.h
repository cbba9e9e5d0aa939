// WebServer: all parts of the page's server, put together over one case.
//
// api.md says what is asked and answered.
#ifndef WINNOW_DRIVERS_WEB_WEB_SERVER_H_
#define WINNOW_DRIVERS_WEB_WEB_SERVER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/selftest/selftest_record.h"
#include "drivers/web/expectation.h"
#include "drivers/web/scan_desk.h"
#include "drivers/web/scan_job.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

struct WebSettings {
  std::string case_path;
  std::vector<std::string> image_folders;
  std::vector<SetOnPage> sets;
  ScanJobSettings scans;     // with the files of the sets
  std::string state_folder;  // for what viewers have seen; "" keeps nothing
  bool is_practice = false;  // the training: its scans are slowed
  SystemTables tables;
  std::string device_nodes = "/dev";
  // Null: none is told of.
  std::function<Result<std::optional<SelftestRecord>>()> last_selftest;
};

class WebServer {
 public:
  // The case must be there. Reads it once.
  [[nodiscard]] static Result<std::unique_ptr<WebServer>> create(WebSettings settings);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  // Any thread. The path is the one below the token.
  [[nodiscard]] WebAnswer answer(const WebRequest& request);
  // Asks a running scan to end, waits for it, and ends all streams.
  void close();

 private:
  struct Parts;
  explicit WebServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_WEB_SERVER_H_
