/// Everything that can go wrong, as a code that programs test and a message that people read.
///
/// A message names the argument, what was given and what is allowed. Text of others in it is all visible, and
/// its length is bounded (`ForeignText`).
public struct DASError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The stable part. Raw values are the C ABI's `das_status` and are fixed for ever.
  public enum Code: Int32, CaseIterable, Sendable {
    /// An argument is NULL, malformed or contradicts another one.
    case invalidArgument = 1
    /// The values in a matrix cannot be used: NaN, infinite, too few rows, no columns.
    case invalidData = 2
    /// Shapes do not fit each other, or a capacity is too small.
    case shapeMismatch = 3
    /// No stage, setting, program or preset has this name.
    case unknownName = 4
    /// A number lies outside the range that its setting allows.
    case outOfRange = 5
    /// Memory of the size that was asked for cannot be had.
    case outOfMemory = 6
    /// The host stopped the call; it left nothing behind.
    case cancelled = 7
    /// A callback of the host reported failure or returned something unusable.
    case callbackFailed = 8
    /// A model or a program text is truncated, corrupted or not ours.
    case badFormat = 9
    /// The model or program was written in a format newer than this library.
    case newerVersion = 10
    /// The operating system refused to read or write a file.
    case io = 11
    /// The object cannot do this, for example save a model that holds callbacks.
    case unsupported = 12
    /// An iteration did not converge, or LAPACK failed.
    case numericalFailure = 13
    /// A defect of the library.
    case `internal` = 14
  }

  /// What went wrong, for programs.
  public let code: Code
  private let text: String
  private let refusedBytes: Int?

  package init(_ code: Code, _ message: String) {
    (self.code, text, refusedBytes) = (code, ForeignText.message(message), nil)
  }

  /// Refused memory. Its message is put together when it is read: where it is thrown, there is no memory
  /// for a text.
  static func outOfMemory(bytes: Int) -> DASError { DASError(refused: bytes) }

  private init(refused bytes: Int) {
    (code, text, refusedBytes) = (.outOfMemory, "out of memory: could not allocate ", bytes)
  }

  /// What went wrong, for people.
  public var message: String {
    guard let refusedBytes else { return text }
    return "\(text)\(refusedBytes) bytes"
  }

  /// The message.
  public var description: String { message }
}
