//! Programs that start other programs, ended all together.

use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::process::{ChildStdout, Command, ExitStatus};

/// A running program and all that it has started; dropping it ends them all.
#[derive(Debug)]
pub struct Group {
    child: Box<dyn ChildWrapper>,
}

impl Group {
    /// Starts a program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: Command) -> Result<Self> {
        let line = crate::run::shown(&command);
        let mut wrapped = CommandWrap::from(command);
        #[cfg(unix)]
        wrapped.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        wrapped.wrap(process_wrap::std::JobObject);
        let child = wrapped
            .spawn()
            .with_context(|| format!("cannot start `{line}`"))?;
        Ok(Self { child })
    }

    /// What the program prints, when its output was asked for as a pipe; once.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout().take()
    }

    /// How the program ended, if it has.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
    }
}
