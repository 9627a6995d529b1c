#Requires -Version 5.1
# What the scripts of this folder share: where everything is, how a step is checked, and what was changed.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Its bar makes a download many times slower in Windows PowerShell 5.1.
$ProgressPreference = 'SilentlyContinue'

# Windows' own names for these differ by language; their numbers do not.
$sids = @{ System = 'S-1-5-18'; LocalService = 'S-1-5-19'; Administrators = 'S-1-5-32-544' }

function Get-Place {
    <# .SYNOPSIS Where everything is: the one place that says so. #>
    $root = Join-Path $env:ProgramData 'mt5-bridge'
    $program = Join-Path $env:ProgramFiles 'mt5-bridge'
    $node = Join-Path $env:ProgramFiles 'nodejs'
    [pscustomobject]@{
        Node         = Join-Path $node 'node.exe'
        Npm          = Join-Path $node 'node_modules\npm\bin\npm-cli.js'
        Program      = $program
        Command      = Join-Path $program 'node_modules\mt5-bridge\dist\bin.js'
        Root         = $root
        Config       = Join-Path $root 'config.toml'
        Data         = Join-Path $root 'data'
        Logs         = Join-Path $root 'logs'
        Log          = Join-Path $root 'logs\serve.log'
        Changes      = Join-Path $root 'changes.csv'
        BridgeTask   = 'mt5-bridge server'
        TerminalTask = 'mt5-bridge terminal'
        LockTask     = 'mt5-bridge lock screen'
        Winlogon     = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
    }
}

function Get-Sid {
    <# .SYNOPSIS The number of one of the accounts above, as icacls takes it. #>
    param([Parameter(Mandatory)][string]$Name)
    '*' + $sids[$Name]
}

function Get-LocalServiceName {
    <# .SYNOPSIS The built-in account LOCAL SERVICE, as this Windows calls it. #>
    $sid = New-Object -TypeName System.Security.Principal.SecurityIdentifier -ArgumentList $sids.LocalService
    $sid.Translate([System.Security.Principal.NTAccount]).Value
}

# --- Checks ----------------------------------------------------------------------------------------------------------

function New-Check {
    param(
        [Parameter(Mandatory)][string]$Title,
        [Parameter(Mandatory)][bool]$Ok,
        [Parameter(Mandatory)][string]$Found,
        [string]$WhatToDo = ''
    )
    [pscustomobject]@{ Title = $Title; Ok = $Ok; Found = $Found; WhatToDo = $WhatToDo }
}

function Show-Check {
    <# .SYNOPSIS One sentence for each check, and what to do about those that failed. #>
    param([Parameter(Mandatory)][object[]]$Check)
    foreach ($one in $Check) {
        if ($one.Ok) {
            Write-Host ('[ok]   {0}: {1}' -f $one.Title, $one.Found) -ForegroundColor Green
        } else {
            Write-Host ('[todo] {0}: {1}' -f $one.Title, $one.Found) -ForegroundColor Yellow
            Write-Host ('       What to do: {0}' -f $one.WhatToDo)
        }
    }
}

function Test-Passed {
    <# .SYNOPSIS Whether every one of these checks is well. #>
    param([Parameter(Mandatory)][object[]]$Check)
    @($Check | Where-Object { -not $_.Ok }).Count -eq 0
}

function Get-RegistryValue {
    <# .SYNOPSIS A value of the registry; empty where there is none. #>
    param([Parameter(Mandatory)][string]$Path, [Parameter(Mandatory)][string]$Name)
    $item = Get-ItemProperty -LiteralPath $Path -ErrorAction SilentlyContinue
    if ($null -eq $item -or $null -eq $item.PSObject.Properties[$Name]) { return '' }
    [string]$item.PSObject.Properties[$Name].Value
}

function Test-Node {
    $place = Get-Place
    $oldest = [version]'22.22'
    $title = 'Node.js'
    $advice = 'Run 1-Install-Node.ps1.'
    if (-not (Test-Path -LiteralPath $place.Node)) {
        return New-Check -Title $title -Ok $false -Found 'is not installed for all users' -WhatToDo $advice
    }
    $version = [version](& $place.Node --version).TrimStart('v')
    New-Check -Title $title -Ok ($version -ge $oldest) -Found "version $version; $oldest or newer is needed" -WhatToDo $advice
}

function Test-Bridge {
    $place = Get-Place
    $advice = 'Run 2-Install-Bridge.ps1.'
    $title = 'mt5-bridge'
    if (-not (Test-Path -LiteralPath $place.Command)) {
        return New-Check -Title $title -Ok $false -Found 'is not installed' -WhatToDo $advice
    }
    $version = & $place.Node $place.Command --version
    New-Check -Title $title -Ok ($LASTEXITCODE -eq 0) -Found "version $version in $($place.Program)" -WhatToDo $advice
    Test-Right
}

function Test-Configuration {
    $place = Get-Place
    if (-not (Test-Path -LiteralPath $place.Config)) {
        return New-Check -Title 'Configuration' -Ok $false -Found 'there is none yet' -WhatToDo (
            'Run .\Invoke-Bridge.ps1 setup --curve --terminal "the data folder of the terminal"')
    }
    & $place.Node $place.Command config check --config $place.Config | Out-Null
    New-Check -Title 'Configuration' -Ok ($LASTEXITCODE -eq 0) -Found $place.Config -WhatToDo (
        'Correct the file: .\Invoke-Bridge.ps1 config check says what is wrong.')
}

function Test-Right {
    <# .SYNOPSIS Whether nobody but administrators and the server can open the folder of the secrets. #>
    $place = Get-Place
    $byNumber = [System.Security.Principal.SecurityIdentifier]
    $acl = Get-Acl -LiteralPath $place.Root
    $users = @($acl.GetAccessRules($true, $true, $byNumber) | ForEach-Object { $_.IdentityReference.Value })
    $others = @(($users + $acl.GetOwner($byNumber).Value) | Where-Object { $sids.Values -notcontains $_ })
    $found = if ($others.Count -eq 0) { 'only administrators and the server get in' } else { "$($others[0]) gets in" }
    New-Check -Title "Rights of $($place.Root)" -Ok ($others.Count -eq 0) -Found $found -WhatToDo 'Run 2-Install-Bridge.ps1.'
}

function Test-Task {
    <# .SYNOPSIS Whether a task is there, and runs. #>
    param([Parameter(Mandatory)][string]$Name, [Parameter(Mandatory)][string]$Advice)
    $task = Get-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue
    if ($null -eq $task) {
        return New-Check -Title "Task '$Name'" -Ok $false -Found 'there is none' -WhatToDo $Advice
    }
    New-Check -Title "Task '$Name'" -Ok ($task.State -eq 'Running') -Found "is $($task.State)" -WhatToDo (
        "Start it in the Task Scheduler. Its last result: $((Get-ScheduledTaskInfo -TaskName $Name).LastTaskResult)")
}

function Test-Listener {
    <# .SYNOPSIS Whether somebody listens at a port, and for this machine alone. #>
    param([Parameter(Mandatory)][int]$Port, [Parameter(Mandatory)][string]$Who, [Parameter(Mandatory)][string]$Advice)
    $open = @(Get-NetTCPConnection -LocalPort $Port -State Listen -ErrorAction SilentlyContinue)
    $title = "Port $Port ($Who)"
    if ($open.Count -eq 0) { return New-Check -Title $title -Ok $false -Found 'nobody listens' -WhatToDo $Advice }
    $wide = @($open | Where-Object { '127.0.0.1', '::1' -notcontains $_.LocalAddress })
    if ($wide.Count -eq 0) { return New-Check -Title $title -Ok $true -Found 'open for this machine alone' }
    New-Check -Title $title -Ok $false -Found "open at $($wide[0].LocalAddress), for other machines" -WhatToDo (
        'Let it listen at 127.0.0.1 and reach it through SSH, or read docs/http.md and docs/remote.md first.')
}

function Test-Terminal {
    $place = Get-Place
    Test-Task -Name $place.TerminalTask -Advice 'Run 3-Register-Terminal.ps1.'
    $advice = 'Look at the chart of the expert advisor: its panel says what is wrong.'
    Test-Listener -Port 5555 -Who 'commands to the terminal' -Advice $advice
    Test-Listener -Port 5556 -Who 'events of the terminal' -Advice $advice
}

function Test-Server {
    $place = Get-Place
    Test-Task -Name $place.BridgeTask -Advice 'Run 5-Register-Bridge.ps1.'
    Test-Listener -Port 8765 -Who 'mt5-bridge' -Advice "Look at the end of $($place.Log)."
}

function Test-AutoLogon {
    $place = Get-Place
    $isOn = (Get-RegistryValue -Path $place.Winlogon -Name 'AutoAdminLogon') -eq '1'
    $user = Get-RegistryValue -Path $place.Winlogon -Name 'DefaultUserName'
    $found = if ($isOn) { "Windows signs '$user' in when it starts" } else { 'nobody is signed in after a restart' }
    New-Check -Title 'Automatic sign-in' -Ok $isOn -Found $found -WhatToDo 'Run 4-Enable-AutoLogon.ps1.'
    $account = if ($isOn -and $user -ne '') { Get-LocalUser -Name $user -ErrorAction SilentlyContinue }
    $isAdministrator = $null -ne $account -and
        $null -ne (Get-LocalGroupMember -SID $sids.Administrators -Member $account.SID.Value -ErrorAction SilentlyContinue)
    $found = if ($isAdministrator) { 'is an administrator: whoever reaches the console owns this machine' } else { 'has no such rights' }
    New-Check -Title "Administrator's rights of who is signed in" -Ok (-not $isAdministrator) -Found $found -WhatToDo (
        'Let the terminal run as a user without them, and run 3 and 4 again with that user.')
    $isPlain = (Get-RegistryValue -Path $place.Winlogon -Name 'DefaultPassword') -ne ''
    $found = if ($isPlain) { 'every user of this machine can read it' } else { 'is not in the registry as plain text' }
    New-Check -Title 'Password of the sign-in' -Ok (-not $isPlain) -Found $found -WhatToDo (
        'Run 4-Enable-AutoLogon.ps1: it takes the text away. Then change that password.')
}

function Get-SleepMinutes {
    <# .SYNOPSIS After how many minutes on mains this machine sleeps or hibernates; 0 is never. #>
    param([Parameter(Mandatory)][ValidateSet('STANDBYIDLE', 'HIBERNATEIDLE')][string]$Setting)
    # The words differ by language. The last two numbers are those in force: on mains, then on battery.
    $numbers = @(powercfg.exe /query SCHEME_CURRENT SUB_SLEEP $Setting | Select-String -Pattern '0x[0-9a-fA-F]{8}\s*$')
    # A machine that can't sleep has no such setting.
    if ($numbers.Count -lt 2) { return 0 }
    [Math]::Ceiling([Convert]::ToInt32($numbers[$numbers.Count - 2].Matches[0].Value.Trim(), 16) / 60)
}

function Test-Sleep {
    $minutes = @('STANDBYIDLE', 'HIBERNATEIDLE' | ForEach-Object { Get-SleepMinutes -Setting $_ } | Where-Object { $_ -gt 0 })
    $found = if ($minutes.Count -eq 0) { 'never' } else { "after $($minutes[0]) minutes" }
    New-Check -Title 'Sleep' -Ok ($minutes.Count -eq 0) -Found $found -WhatToDo 'Run 6-Disable-Sleep.ps1.'
}

function Test-Update {
    $key = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired'
    $isDue = Test-Path -Path $key
    $found = if ($isDue) { 'an update waits for a restart' } else { 'none is due' }
    New-Check -Title 'Windows Update' -Ok (-not $isDue) -Found $found -WhatToDo (
        'Restart at a quiet hour yourself, before Windows does it at a bad one.')
}

function Test-SshServer {
    $service = Get-Service -Name sshd -ErrorAction SilentlyContinue
    $isOn = $null -ne $service -and $service.Status -eq 'Running'
    $found = if ($isOn) { 'runs' } else { 'does not run' }
    New-Check -Title 'OpenSSH server' -Ok $isOn -Found $found -WhatToDo 'Run 7-Install-SshServer.ps1, if you want the tunnel.'
}

function Test-Firewall {
    $off = @(Get-NetFirewallProfile | Where-Object { $_.Enabled -ne 'True' })
    $found = if ($off.Count -eq 0) { 'is on' } else { "is off for: $($off.Name -join ', ')" }
    New-Check -Title 'Firewall' -Ok ($off.Count -eq 0) -Found $found -WhatToDo 'Switch it on in Windows Security.'
    $ports = '5555', '5556', '8765'
    $named = @(Get-NetFirewallPortFilter | Where-Object { @($_.LocalPort | Where-Object { $ports -contains $_ }).Count -gt 0 })
    $open = @($named | ForEach-Object { Get-NetFirewallRule -AssociatedNetFirewallPortFilter $_ } |
            Where-Object { $_.Enabled -eq 'True' -and $_.Direction -eq 'Inbound' -and $_.Action -eq 'Allow' })
    $found = if ($open.Count -eq 0) { 'no rule opens 5555, 5556 or 8765' } else { "opened by: $($open.DisplayName -join ', ')" }
    New-Check -Title 'Firewall rules' -Ok ($open.Count -eq 0) -Found $found -WhatToDo (
        'Take these rules away: the tunnel through SSH needs none of them.')
}

# --- What was changed ------------------------------------------------------------------------------------------------

function Get-Change {
    <# .SYNOPSIS What a step has changed and not yet undone. #>
    param([Parameter(Mandatory)][string]$Step)
    $place = Get-Place
    if (-not (Test-Path -LiteralPath $place.Changes)) { return }
    Import-Csv -LiteralPath $place.Changes | Where-Object { $_.Step -eq $Step }
}

function Add-Change {
    <# .SYNOPSIS Writes a change down, with what was there before. #>
    param(
        [Parameter(Mandatory)][string]$Step,
        [Parameter(Mandatory)][string]$Name,
        [Parameter(Mandatory)][AllowEmptyString()][string]$Before
    )
    $place = Get-Place
    # What was there before the first time counts.
    if (@(Get-Change -Step $Step | Where-Object { $_.Name -eq $Name }).Count -gt 0) { return }
    if (-not (Test-Path -LiteralPath $place.Root)) { New-Item -Path $place.Root -ItemType Directory | Out-Null }
    $change = [pscustomobject]@{ At = (Get-Date -Format 'yyyy-MM-dd HH:mm:ss'); Step = $Step; Name = $Name; Before = $Before }
    $change | Export-Csv -LiteralPath $place.Changes -Append -NoTypeInformation -Encoding UTF8
}

function Clear-Change {
    <# .SYNOPSIS Forgets the changes of a step, which are undone. #>
    param([Parameter(Mandatory)][string]$Step)
    $place = Get-Place
    if (-not (Test-Path -LiteralPath $place.Changes)) { return }
    $rest = @(Import-Csv -LiteralPath $place.Changes | Where-Object { $_.Step -ne $Step })
    if ($rest.Count -eq 0) {
        Remove-Item -LiteralPath $place.Changes
    } else {
        $rest | Export-Csv -LiteralPath $place.Changes -NoTypeInformation -Encoding UTF8
    }
}

# --- Doing ------------------------------------------------------------------------------------------------------------

function Invoke-Program {
    <# .SYNOPSIS Runs a program, and stops here if it failed. #>
    param([Parameter(Mandatory)][string]$File, [Parameter(Mandatory)][string[]]$Words)
    & $File @Words
    if ($LASTEXITCODE -ne 0) { throw "$File $($Words -join ' ') failed with exit code $LASTEXITCODE." }
}

function Save-SignedFile {
    <# .SYNOPSIS Downloads a program, and keeps it only if the right company has signed it. #>
    param(
        [Parameter(Mandatory)][ValidatePattern('^https://')][string]$Uri,
        [Parameter(Mandatory)][string]$File,
        [Parameter(Mandatory)][string]$Signer
    )
    # Windows PowerShell 5.1 would begin with an old TLS.
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
    Invoke-WebRequest -Uri $Uri -OutFile $File -UseBasicParsing
    Assert-Signer -File $File -Signer $Signer
}

function Assert-Signer {
    <# .SYNOPSIS Stops here, and removes the file, unless this company has signed it. #>
    param([Parameter(Mandatory)][string]$File, [Parameter(Mandatory)][string]$Signer)
    $signature = Get-AuthenticodeSignature -LiteralPath $File
    if ($signature.Status -eq 'Valid' -and $signature.SignerCertificate.Subject -like "*O=$Signer*") { return }
    Remove-Item -LiteralPath $File
    throw "$File was not signed by $Signer, so it was removed. Try again, or install it by hand."
}

function Remove-Task {
    <# .SYNOPSIS Ends a task and takes it away, if it is there. #>
    param([Parameter(Mandatory)][string]$Name)
    if ($null -eq (Get-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue)) { return }
    Stop-ScheduledTask -TaskName $Name
    Unregister-ScheduledTask -TaskName $Name -Confirm:$false
}

function New-TaskSetting {
    <# .SYNOPSIS For a program that is to run for ever: never two of it, no end after three days, normal priority. #>
    $settings = @{
        MultipleInstances          = 'IgnoreNew'
        ExecutionTimeLimit         = [TimeSpan]::Zero
        RestartCount               = 255
        RestartInterval            = New-TimeSpan -Minutes 1
        StartWhenAvailable         = $true
        AllowStartIfOnBatteries    = $true
        DontStopIfGoingOnBatteries = $true
        Priority                   = 5
    }
    New-ScheduledTaskSettingsSet @settings
}

function New-WatchTrigger {
    <# .SYNOPSIS Again and again: a task that ended in any way is started, one that runs is left alone. #>
    param([Parameter(Mandatory)][int]$Minutes)
    New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes $Minutes)
}

Export-ModuleMember -Function *
