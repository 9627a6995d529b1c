#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Starts MetaTrader 5 whenever its user signs in, and again when it has ended.
.DESCRIPTION
The terminal draws charts, so it needs a desktop: it runs while its user is signed in, not before.
-DataFolder is what the terminal shows with File, Open Data Folder; `mt5-bridge setup` has put its start file there.
-LockScreen locks the desktop right after the automatic sign-in: the terminal runs on, and whoever finds the console of the
machine needs the password.
.EXAMPLE
.\3-Register-Terminal.ps1 -User trader -DataFolder C:\Users\trader\AppData\Roaming\MetaQuotes\Terminal\D0E8209F77C8CF37AD8BF550E51FF075 -LockScreen
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string]$User = $env:USERNAME,
    [string]$DataFolder = '',
    [switch]$LockScreen,
    [switch]$Undo
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '3-Register-Terminal'
$place = Get-Place

if ($Undo) {
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has registered no task.'
    } elseif ($PSCmdlet.ShouldProcess("'$($place.TerminalTask)' and '$($place.LockTask)'", 'end and remove')) {
        Remove-Task -Name $place.TerminalTask
        Remove-Task -Name $place.LockTask
        Clear-Change -Step $step
    }
    return
}

if ($null -eq (Get-LocalUser -Name $User -ErrorAction SilentlyContinue)) {
    throw "This machine has no user '$User'. Name the one that the terminal runs as with -User."
}
if ($DataFolder -eq '' -or -not (Test-Path -LiteralPath (Join-Path $DataFolder 'MQL5'))) {
    throw "Name the data folder with -DataFolder: in the terminal, File, Open Data Folder. '$DataFolder' holds no MQL5."
}
$startFile = Join-Path $DataFolder 'config\mt5-bridge.ini'
if (-not (Test-Path -LiteralPath $startFile)) {
    throw "$startFile is missing. First: .\Invoke-Bridge.ps1 setup --curve --terminal `"$DataFolder`""
}
$origin = Join-Path $DataFolder 'origin.txt'
$isPortable = Test-Path -LiteralPath (Join-Path $DataFolder 'terminal64.exe')
$folder = if ($isPortable) { $DataFolder } else { (Get-Content -LiteralPath $origin -Raw -Encoding Unicode).Trim() }
$terminal = Join-Path $folder 'terminal64.exe'
if (-not (Test-Path -LiteralPath $terminal)) { throw "$terminal is missing. Install MetaTrader 5 again." }

$words = '/config:"{0}"' -f $startFile
if ($isPortable) { $words = "/portable $words" }
$account = "$env:COMPUTERNAME\$User"
if ($PSCmdlet.ShouldProcess("'$($place.TerminalTask)'", "start $terminal $words whenever $account signs in")) {
    $principal = New-ScheduledTaskPrincipal -UserId $account -LogonType Interactive -RunLevel Limited
    $atLogOn = New-ScheduledTaskTrigger -AtLogOn -User $account
    Add-Change -Step $step -Name $place.TerminalTask -Before ''
    $task = @{
        TaskName    = $place.TerminalTask
        Description = 'MetaTrader 5 with the expert advisor of mt5-bridge'
        Principal   = $principal
        Trigger     = $atLogOn, (New-WatchTrigger -Minutes 5)
        Action      = New-ScheduledTaskAction -Execute $terminal -Argument $words -WorkingDirectory $folder
        Settings    = New-TaskSetting
    }
    Register-ScheduledTask @task -Force | Out-Null
    if ($LockScreen) {
        Add-Change -Step $step -Name $place.LockTask -Before ''
        $lock = New-ScheduledTaskAction -Execute 'rundll32.exe' -Argument 'user32.dll,LockWorkStation'
        $task = @{ TaskName = $place.LockTask; Principal = $principal; Trigger = $atLogOn; Action = $lock }
        Register-ScheduledTask @task -Force | Out-Null
    }
    Write-Host "The terminal starts within five minutes, if $account is signed in; else at the next sign-in."
}
Show-Check (Test-Terminal)
