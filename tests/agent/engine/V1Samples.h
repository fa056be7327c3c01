// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Bodies of API v1 in the shape of its specification; names and values are made up. (In a header
/// because moc 6.4 does not read raw strings.)
namespace resync::test {

inline constexpr const char *V1JobWithDependencies = R"({"id":"Sm9i","planId":"p1","name":"POST_GL",
 "jobLate":true,"maxDurationGone":true,"noOperation":false,"needMessage":null,
 "workstationInPlan":{"name":"AGT_FIN01"},
 "status":{"commonStatus":"WAITING","internalStatus":"HOLD"},
 "dependenciesStats":{"numberOfDependencies":8,"numberOfUnresolvedDependencies":2},
 "dependencies":{
  "internalDependencyInPlan":[{"jobId":"SW50","satisfied":true,
    "jobInPlanKey":{"name":"LOAD_GL","jobStreamInPlanKey":{"name":"EOD_GL","startTime":"2025-11-13T05:00:00Z",
      "workstationKey":{"name":"AGT_FIN01"},"folderKey":{"name":"/FIN"}}},
    "status":{"commonStatus":"SUCCESSFUL","internalStatus":"SUCC"}}],
  "externalDependencyInPlan":[
    {"jobId":"RXh0","satisfied":false,"jobKey":{"name":"CLOSE_AP","jobStreamInPlanKey":{"name":"EOD_AP"}},
     "status":{"commonStatus":"RUNNING","internalStatus":"EXEC_PLUS"}},
    {"jobStreamId":"U3Ry","jobId":null,"jobStreamKey":{"name":"EOD_HR","startTime":"2025-11-13T04:00:00Z",
      "workstationKey":{"name":"/AGT_HR01"},"folderKey":{"name":"/HR"}},"satisfied":false}],
  "fileDependencyInPlan":[{"fileInPlan":{"fileInPlanKey":{"name":"/in/gl.csv",
      "workstationInPlanKey":{"name":"AGT_FIN01"}},"qualifier":"-f %p"},"satisfied":true}],
  "promptDependencyInPlan":[{"promptKey":{"name":"OKGO"},"promptNumber":17,"text":"go?","promptStatus":"ASKED",
      "satisfied":true}],
  "resourceDependencyInPlan":[{"resourceKey":{"name":"DBSLOTS","workstationInPlanKey":{"name":"/AGT_FIN01"}},
      "quantity":2,"quantityHeld":0,"available":8,"status":"UNDECIDED"}],
  "internetworkDependenciesInPlan":[{"dependency":"NET::JOB","workstationInPlanKey":{"name":"NET"},"satisfied":true}],
  "conditionalDependencyInPlan":[{"conditionId":"C1","subsetValue":2},7,null]}})";

inline constexpr const char *V1StreamWithoutList =
    R"({"id":"U3Ry","key":{"name":"EOD_HR"},"dependenciesStats":{"numberOfDependencies":3}})";

/// As API v1 of the simulator names the members.
inline constexpr const char *V1JobOfSimulator = R"({"id":"U2lt","dependencies":{
  "internalDependencyInPlan":[{"jobId":"SW50","jobName":"LOAD_GL","jobStreamInPlanKey":{"name":"EOD_GL"},
    "satisfied":false}],"externalDependencyInPlan":"none","fileDependencyInPlan":[{"fileName":"/in/x"}]}})";

} // namespace resync::test
