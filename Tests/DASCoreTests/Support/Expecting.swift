import Testing

@testable import DASCore

/// The error that `body` throws; nil where it throws none of the library's.
func thrownError<Result>(_ body: () throws -> Result) -> DASError? {
  do {
    _ = try body()
    return nil
  } catch { return error as? DASError }
}

/// The code of the error that `body` throws; records an issue when there is none.
func thrownCode<Result>(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) -> DASError.Code? {
  do {
    _ = try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    return nil
  } catch let error as DASError {
    return error.code
  } catch {
    Issue.record("a foreign error: \(error)", sourceLocation: sourceLocation)
    return nil
  }
}

/// The largest difference between two lists, relative to the largest magnitude in the second.
func relativeDifference(_ values: [Double], _ expected: [Double]) -> Double {
  guard values.count == expected.count else { return .infinity }
  let scale = expected.map(\.magnitude).max() ?? 0
  let difference = zip(values, expected).map { ($0 - $1).magnitude }.max() ?? 0
  return difference == 0 ? 0 : difference / max(scale, .leastNormalMagnitude)
}
